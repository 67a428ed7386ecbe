-- SPDX-License-Identifier: MIT
-- An example of each finding, as the specs met it: what `sesame explain` fills its page with. Data; a spec holds it to
-- the declarations.
return {
   ["acceptance-expired"] = {
      fields = {
         code = "mx-null-with-spf",
         expires = "2026-01-01",
         reason = "sends reports",
      },
      subject = "acme.example",
   },
   ["acceptance-unused"] = {
      fields = {
         code = "spf-many-addresses",
         reason = "Google and SES are shared services, and both sign with DKIM",
      },
      subject = "acme.example",
   },
   ["answer-unknown"] = {
      fields = { status = "timeout", types = { "A" } },
      subject = "a.acme.example",
      type = "A",
   },
   ["answers-unknown"] = {
      fields = {
         count = 2,
         names = { "a.acme.example", "b.acme.example" },
         status = "timeout",
         types = { "A", "TXT" },
      },
      subject = "acme.example",
   },
   ["dkim-factors-none"] = { fields = { count = 2 }, subject = "all domains" },
   ["dkim-factors-unknown"] = { fields = { count = 2 }, subject = "all domains" },
   ["dkim-key-algorithm"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "k=ed25519; p=MCowBQYDK2VwAyEAwzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I=",
         },
      },
      fields = {
         reason = "a SubjectPublicKeyInfo of 44 octets: publish its last 32 octets alone",
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; k=ed25519; p=wzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I=",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-cut"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL6T3m9Pp4bZSqTrAnWlhQDGyKkO7gyX4Q0YJq0mUZ5m0zU"
               .. "eRkRb1qFZz5oPIJ",
         },
      },
      fields = { reason = "the key is cut short: 70 of its 94 octets are there" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-exponent"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAjidbASu74Lm5mxpD9gQy84iACqELj/Gr22bhCmirWGeV"
               .. "ArbDkJrWzK92VB9nrTCI9FTynC/5mMwhZwQHlWDJmcIFm/3TTFXOlO55z2A31Se4wy0tZvkKeI44v72OND1GfLPheV"
               .. "POfNLo5NdrUVvzgXzpExfZt28/wdi0lzCshrjOwzNBTxHGFQkBx757YXJWBHvXikkVxMH5/qCf9Wr4tOsKnGFdtolz"
               .. "7ZM/VYAVA+/GhQaOOWXIj4qNA6DIZVurlVe8B5xBy6GX2G+dJJJ1OcKGzvcxfrTfFya0exihBK5Suk+etA+lxHoR3O"
               .. "tooRYLghkeC+1IdWMKL9LZ8v09pwIBAQ==",
         },
      },
      fields = { reason = "the public exponent is 1" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-exponent-3"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAzZQPIy9h/F89tQT7+H0mVHScSpUcvS3tIWfUwtXzx4ig"
               .. "O0L0j6H9LcoAtA0iZp8lPiM67cnlEVFhoozThwi0mJ7cus4XYgPVMGuKxDP8tQkGqesg3jDk4rykw4sc1j1kB/5lDG"
               .. "5qwtM461MsTjDM2qb1Cz17IbuaozGMFDMHPsTjEv9c2bAo0fA/hbLhVve3DWdgPRzTcWgX8pE7kZV/28BFmKiLpp/m"
               .. "flYl0Z/AX8OSEUoxGqPy50CWCPyo6u0jg5pk9SE/zM/Y+Yi8gHSrBHjPm4pMBP7LhGu9UIut4RvGp4uBhTxmOzkZDl"
               .. "I5wX+/X86Ui8ZgEufyQd1YDn6bOQIBAw==",
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-exponent-large"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIIBJTANBgkqhkiG9w0BAQEFAAOCARIAMIIBDQKCAQEAqZPRlsI3pGtP7oHfep027+YBrccG2aRa7fEyQcfj/uOM"
               .. "JQMFa2dfqtxPeBT4setMhYEK0V5ncK386977lNX5Vb8g+CqOEMXTKiO7sUYtZakS/AyNu3ltXcq6TMD8q9BVCyZsLh"
               .. "DptzWV9Jxx0DyvZOaWhZTpIvzLXfX3vE0y26BKun97DK1xb3qsvoqhLqOu2gquRAs/xt0Vlg1YP/vsqv9ZPEulgX7g"
               .. "qyVVFIHdct2HuedxW/fMkM7OdkYy9NI+mbuYQfOuE0lC19XQSQZ7MJVuVjelA5PBu5/8ZAqmFaigaYqae23j0Cna/P"
               .. "dy2faOKsgZffzZxo8WonLoLEZ39wIGAQAAAAAP",
         },
      },
      fields = {
         reason = "a public exponent of 41 bits: some receivers take 31 at most",
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-form"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1;; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5T"
               .. "DoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApi"
               .. "S4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBl"
               .. "zYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwk"
               .. "ffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      fields = { reason = "nothing stands before this \";\"" },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TD"
                     .. "oOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS"
                     .. "4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXH",
                  "ZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBS"
                     .. "HVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-halves"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDoOfrGQ38i"
               .. "e7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4HF11yOiH"
               .. "3jjpkPBejBLStU0eLlouci",
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-hash"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "h=sha1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDo"
               .. "OfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4"
               .. "HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzY"
               .. "FcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkff"
               .. "MJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TD"
                     .. "oOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS"
                     .. "4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXH",
                  "ZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBS"
                     .. "HVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-hostname"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "s1.u1.example.net.",
         },
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "CNAME",
            values = { "s1.u1.example.net" },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-known"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
         },
      },
      fields = {
         reason = "the private half of this key is public: it is the Ed25519 example of RFC 8463 appendix A",
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-long"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIICIzANBgkqhkiG9w0BAQEFAAOCAhAAMIICCwKCAgIA2gkhpaaWhyNRBThsjtKrcFR6h9DVG9vDsIi2NEo1Mt0/"
               .. "bOAnxIsltAgdoNI/WZzY20Mv8MIPonE+Wcn7PKEJDuGfryNgEqcGtrjsKqpVqy7/A+LCDuEfpX5HUP0aOeoV1gXigf"
               .. "uofRaYDExhyyfbgnz0HDOb6cczZja5eIVqdetAWnXk9FB9mrFBLipuOnLyA7JsLtNA2y5b9KL80SrdY+JfgsS2UBXR"
               .. "lIoQsObNJzi4D8BuVbR7Nz14clldjPZHZCxzRe7wGX61so8SUnslNv0ceJNQHILvW6wx+fwFmjHGBwl+I3A1SSHbOj"
               .. "lrzyDo2wD/sgJflhxYflxGpysC6kfFMjqO+7wB1zBhTH3R1mus9emcWvTgH22944dlcaw6owb2425pnPaOsw7TgLdM"
               .. "N2oG0YBTO+m93zw2tFSF2U9tYwtSTYOUvHgbHmoFgRMLMPu7o0MY0vKtri762JsIjWoRMgo8nTvCD/zhxyawLNqD44"
               .. "o1lRFvqO9xaThPRyRxAzxFH7JeNGWSMMormMWbVwf2BUJcBlKYa8ftr68ER8m3f6sQpO/2C9OS36WbGR79qdJ29oWr"
               .. "MQI4FK1HiBtG3RwHh8Il+ty1O8LmuStmK7JuSbnE5O7BQAx5tCwWqXQhxVCOyJosLxw3M0YasC1DaYKEjWpQboKsyN"
               .. "mbr0N+0TbpAgMBAAE=",
         },
      },
      fields = { bits = 4104 },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-none"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDoOfrGQ38ie7"
               .. "PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4HF11yOiH3j"
               .. "jpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzYFcTmGMmmun"
               .. "o05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkffMJr/j/XCfn"
               .. "OYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      fields = { reason = "a key without its tag: put p= before it" },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzH"
                     .. "Glof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8"
                     .. "u5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1",
                  "R3kXMXHZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+"
                     .. "D/4VTBSHVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-only-ed25519"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "k=ed25519; p=wzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I=",
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-pem"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MB4wCKADAgECAgEHMA0GCSqGSIb3DQEBAQUAAwMAeHg=",
         },
      },
      fields = { reason = "an X.509 certificate or request, not a bare public key" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-private"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "MIGpAgEA[224 octets of a private key are not shown]",
         },
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = { { "v=DKIM1; p=" } },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-quoting"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "\"v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5T"
               .. "DoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApi"
               .. "S4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBl"
               .. "zYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwk"
               .. "ffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB\"",
         },
      },
      fields = {
         reason = "a quotation mark is part of the record: quoting or escaping of a zone file or shell was pa"
            .. "sted along",
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TD"
                     .. "oOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS"
                     .. "4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXH",
                  "ZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBS"
                     .. "HVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-repeated"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDoOfrGQ38i"
               .. "e7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4HF11yOiH"
               .. "3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzYFcTmGMmm"
               .. "uno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkffMJr/j/XC"
               .. "fnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      fields = { count = 2, verdicts = { "a usable key", "a usable key" } },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-reused"] = {
      fields = {
         fingerprint = "3e8a22e495b8db3da1c923eff20e256fadbb82f7346d8529066ac4a8b244cb4d",
         names = { "s1._domainkey.acme.example", "s2._domainkey.acme.example" },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-revoked"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; p=",
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-service"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "s=tlsrpt; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5T"
               .. "DoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApi"
               .. "S4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBl"
               .. "zYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwk"
               .. "ffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-several"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "R4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SL"
               .. "QqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGE"
               .. "uwIDAQAB",
         },
      },
      fields = { count = 2, verdicts = { "no key", "a broken key" } },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-sha1"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "h=sha1:sha256; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHG"
               .. "lof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u"
               .. "5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjov"
               .. "ucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJd"
               .. "yDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; h=sha256; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZ"
                     .. "LzHGlof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ott"
                     .. "dt8u5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8R",
                  "hY1R3kXMXHZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNh"
                     .. "xD+D/4VTBSHVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-shared"] = {
      fields = {
         count = 2,
         names = { "s._domainkey.a.example", "s._domainkey.b.example" },
      },
      subject = "s._domainkey.a.example",
      type = "TXT",
   },
   ["dkim-key-short"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANsFFm8ABrBCM3EQhz9Rh1gfRXiEit3pfucRNLwK+W+HAXc+MXgrMJ//"
               .. "vB18gkP43VVSIh8DT4THGofE+a0/iQ8CAwEAAQ==",
         },
      },
      fields = { bits = 512 },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-space"] = {
      fields = { reason = "a space within the key, at octet 61" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-syntax"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; k=rsa",
         },
      },
      fields = { reason = "there is no p= tag" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-testing"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "t=y; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDoOfr"
               .. "GQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4HF1"
               .. "1yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzYFcT"
               .. "mGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkffMJr"
               .. "/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TD"
                     .. "oOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS"
                     .. "4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXH",
                  "ZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBS"
                     .. "HVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
               },
            },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-trailing"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDgqMK4qphlILf6Woa+11ASc6J2laP4dVYRVUeJXsNcmF1qY03m"
               .. "DItwpzetoIGnwxw3Ny79lPT8VCTAY+7DE3ae+xNvg+sJIR6mza4ADNQ005JC2JZ5wyLw/1kTUnvJBbWNDWaKANZqNC"
               .. "6YMPV2KZYExRj4EhlTJJECXECKiw2tLwIDAQABAAA=",
         },
      },
      fields = { reason = "2 octets follow the end of the key" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-key-weak"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCsJq6FXBBHqUQsheT0/a1l6ZDbjFI69/rcMUOkz4Upcf3RSPvm"
               .. "9O/LPB8QaKktot47C7nM1Os+ZCCY7D4GvACLDNcAVsMPdbiFcaSkzxrUh/LEDTzhK6+jJNF+xqHhz26htHcG+CRL6A"
               .. "tsUmfHf+mCt93IPsuybblRJzMYd16w/QIDAQAB",
         },
      },
      fields = { bits = 1024 },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["dkim-keys-uncompared"] = { fields = { count = 1, limit = 2 }, subject = "all domains" },
   ["dkim-shared-factor"] = {
      fields = { other = "s._domainkey.b.example" },
      subject = "s._domainkey.a.example",
      type = "TXT",
   },
   ["dmarc-at-apex"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@acme.example",
         },
      },
      fields = { name = "_dmarc.acme.example" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-at-apex-too"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@acme.example",
         },
      },
      fields = { name = "_dmarc.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-below"] = {
      fields = { names = { "good.shop.example" } },
      subject = "shop.example",
      type = "TXT",
   },
   ["dmarc-dangling"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "CNAME",
            value = "gone.example",
         },
      },
      fields = { target = "gone.example" },
      subject = "_dmarc.acme.example",
      type = "CNAME",
   },
   ["dmarc-empty-tag"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject;; rua=mailto:d@acme.example",
         },
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-enforced"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject",
         },
      },
      fields = { policy = "reject", tag = "p" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-fo-exclusive"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; fo=0:1; ruf=mailto:d@acme.example; rua=mailto:d@acme.example",
         },
      },
      fields = { value = "0:1" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = {
               {
                  "v=DMARC1; p=reject; fo=1; ruf=mailto:d@acme.example; rua=mailto:d@acme.example",
               },
            },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-fo-unused"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; fo=1; rua=mailto:d@acme.example",
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-inherited"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject",
         },
      },
      fields = { owner = "acme.example" },
      subject = "app.acme.example",
      type = "TXT",
   },
   ["dmarc-lists"] = { subject = "acme.example", type = "TXT" },
   ["dmarc-methods-differ"] = {
      fields = { differences = "the policy: none by RFC 9989, quarantine by RFC 7489" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-missing"] = {
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.example" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-monitoring"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=none",
         },
      },
      fields = { owner = "acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-near-miss"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1 p=none",
         },
      },
      fields = { reason = "no semicolon after the version" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-near-miss-beside"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=dmarc1; p=none",
         },
      },
      fields = { reason = "the version is case-sensitive: DMARC1" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-no-reports"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=none",
         },
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-np-unused"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; sp=none; np=reject; rua=mailto:d@acme.example",
         },
      },
      fields = { applies = "sp=none", np = "reject", wildcard = "*.acme.example" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-organization-unknown"] = {
      fields = {
         name = "_dmarc.example",
         server = "the configured servers",
         status = "servfail",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-other-text"] = {
      evidence = { { name = "_dmarc.acme.example", type = "TXT", value = "v=spf1 -all" } },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-other-text-wildcard"] = {
      evidence = { { name = "*.acme.example", type = "TXT", value = "v=spf1 -all" } },
      fields = { wildcard = "*.acme.example" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-pct"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; pct=10; rua=mailto:d@acme.example",
         },
      },
      fields = { value = "10" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-policy-assumed"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; rua=mailto:d@acme.example",
         },
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=none; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-policy-invalid"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=none; sp=nome; rua=mailto:d@acme.example",
         },
      },
      fields = {
         effect = "receivers read the record as p=none",
         tag = "sp",
         value = "nome",
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=none; sp=none; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-policy-missing"] = {
      evidence = { { name = "_dmarc.acme.example", type = "TXT", value = "v=DMARC1; " } },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-policy-order"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; adkim=s; p=reject; rua=mailto:d@acme.example",
         },
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; adkim=s; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-present"] = {
      evidence = { { name = "_dmarc.acme.example", type = "TXT", value = "v=DMARC1; " } },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-psd-misused"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; psd=y; rua=mailto:d@acme.example",
         },
      },
      fields = { suffix = "example" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-psd-n-splits"] = {
      evidence = {
         {
            name = "_dmarc.mail.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; psd=n; rua=mailto:d@mail.acme.example",
         },
      },
      fields = { domain = "mail.acme.example", registrable = "acme.example" },
      subject = "_dmarc.mail.acme.example",
      type = "TXT",
   },
   ["dmarc-reject-spf-only"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; aspf=s",
         },
      },
      fields = { names = { "Easy DKIM in us-east-1" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-authorized"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@reports.test",
         },
      },
      fields = { host = "reports.test", tag = "rua" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-dropped"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@reports.test",
         },
      },
      fields = {
         name = "acme.example._report._dmarc.reports.test",
         override = "mailto:e@other.test",
         tag = "rua",
         uri = "mailto:d@reports.test",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-mailbox-unknown"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example",
         },
      },
      fields = {
         host = "acme.example",
         name = "acme.example",
         status = "servfail",
         tag = "rua",
         type = "A",
         uri = "mailto:dmarc@acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-name-too-long"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
               .. ".a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
               .. ".a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.test",
         },
      },
      fields = {
         host = "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
            .. "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
            .. "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.test",
         tag = "rua",
         uri = "mailto:d@a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
            .. ".a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
            .. ".a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.test",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-no-mailto"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=https://acme.example/r",
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-report-own-mailbox"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example",
         },
      },
      fields = {
         host = "acme.example",
         reason = "does not exist",
         tag = "rua",
         uri = "mailto:dmarc@acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-redirected"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@reports.test",
         },
      },
      fields = {
         name = "acme.example._report._dmarc.reports.test",
         override = "mailto:e@reports.test",
         tag = "rua",
         uri = "mailto:d@reports.test",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-unauthorized"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@gone.test",
         },
      },
      fields = {
         host = "gone.test",
         name = "acme.example._report._dmarc.gone.test",
         reason = "no record there",
         tag = "rua",
         uri = "mailto:d@gone.test",
      },
      records = {
         {
            name = "acme.example._report._dmarc.gone.test",
            type = "TXT",
            values = { { "v=DMARC1;" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-undeliverable"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@gone.acme.example",
         },
      },
      fields = {
         host = "gone.acme.example",
         reason = "does not exist",
         tag = "rua",
         uri = "mailto:d@gone.acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-report-unknown"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@reports.test",
         },
      },
      fields = {
         host = "reports.test",
         status = "timeout",
         tag = "rua",
         uri = "mailto:d@reports.test",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-several"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=none",
         },
      },
      fields = { count = 2 },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-spf-first"] = { subject = "acme.example", type = "TXT" },
   ["dmarc-subdomain-tag-unused"] = {
      evidence = {
         {
            name = "_dmarc.mail.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; sp=none; rua=mailto:d@acme.example",
         },
      },
      fields = { organization = "acme.example", tags = "sp" },
      subject = "_dmarc.mail.acme.example",
      type = "TXT",
   },
   ["dmarc-subdomains-open"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; np=none",
         },
      },
      fields = { policy = "reject", tag = "np" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-suffix-captures"] = {
      evidence = { { name = "_dmarc.example", type = "TXT", value = "v=DMARC1; p=none" } },
      fields = { name = "_dmarc.example", suffix = "example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["dmarc-suffix-unmarked"] = {
      evidence = {
         {
            name = "_dmarc.co.uk",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@co.uk",
         },
      },
      subject = "co.uk",
      type = "TXT",
   },
   ["dmarc-syntax"] = {
      evidence = {
         {
            name = "_dmarc.d7.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; adkim:s; rua=mailto:a@d7.example",
         },
      },
      fields = { reason = "'adkim:s' has no \"=\"" },
      records = {
         {
            name = "_dmarc.d7.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; adkim=s; rua=mailto:a@d7.example" } },
         },
      },
      subject = "_dmarc.d7.example",
      type = "TXT",
   },
   ["dmarc-tag-case"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; P=reject; rua=mailto:d@acme.example",
         },
      },
      fields = { meant = "p", tag = "P" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-tag-duplicate"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; p=none; rua=mailto:d@acme.example",
         },
      },
      fields = { tag = "p" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-tag-misspelt"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; ruaa=mailto:d@acme.example; rua=mailto:d@acme.example",
         },
      },
      fields = { meant = "rua", tag = "ruaa" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-tag-removed"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rf=afrf; rua=mailto:d@acme.example",
         },
      },
      fields = { tag = "rf", value = "afrf" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-tag-unknown"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; foo=1; rua=mailto:d@acme.example",
         },
      },
      fields = { tag = "foo" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-testing"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; t=y",
         },
      },
      fields = { asked = "reject", policy = "quarantine" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-unknown"] = {
      fields = { server = "the configured servers", status = "servfail" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-uri-invalid"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=d@acme.example",
         },
      },
      fields = {
         reason = "no mailto: before the address",
         tag = "rua",
         value = "d@acme.example",
      },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-uri-size"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@acme.example!10m",
         },
      },
      fields = { tag = "rua", value = "mailto:d@acme.example!10m" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-value-invalid"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject;; adkim=strict; RUA=mailto:d@acme.example",
         },
      },
      fields = { default = "r", tag = "adkim", value = "strict", wanted = { "r", "s" } },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; adkim=s; rua=mailto:d@acme.example" } },
         },
      },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-wildcard"] = {
      evidence = { { name = "*.acme.example", type = "TXT", value = "v=DMARC1; p=none" } },
      subject = "*.acme.example",
      type = "TXT",
   },
   ["dmarc-wildcard-unknown"] = {
      fields = { np = "reject", status = "servfail", wildcard = "*.acme.example" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["dmarc-wrong-name"] = {
      evidence = {
         {
            name = "dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=reject; rua=mailto:d@acme.example",
         },
      },
      fields = { name = "_dmarc.acme.example", reason = "the underscore is missing" },
      records = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            values = { { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         },
      },
      subject = "dmarc.acme.example",
      type = "TXT",
   },
   ["domain-alias-dangling"] = {
      evidence = { { name = "acme.example", type = "CNAME", value = "gone.example" } },
      fields = { target = "gone.example" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["domain-dnssec-bogus"] = { fields = { server = "the configured servers" }, subject = "acme.example" },
   ["domain-is-public-suffix"] = { subject = "co.uk" },
   ["domain-missing"] = { fields = { zone = "." }, subject = "acme.example" },
   ["domain-public-suffix-with-mail"] = { subject = "co.uk" },
   ["domain-records-elsewhere"] = {
      fields = {
         at = {
            "ywnwsmzaaj3dinbinr2sxpdx7v6mv2mp._domainkey.company.example",
            "okr5d3n6c6p27ovepnptqgxi7lic72ds._domainkey.company.example",
            "3r6w3hhscm56m7qotvajqtlvt2cqvhiw._domainkey.company.example",
         },
         names = {
            "ywnwsmzaaj3dinbinr2sxpdx7v6mv2mp._domainkey.pr-123.company.example",
            "okr5d3n6c6p27ovepnptqgxi7lic72ds._domainkey.pr-123.company.example",
            "3r6w3hhscm56m7qotvajqtlvt2cqvhiw._domainkey.pr-123.company.example",
         },
         region = "eu-west-1",
         zone = "company.example",
      },
      subject = "pr-123.company.example",
      type = "CNAME",
   },
   ["domain-reverse"] = { subject = "2.0.192.in-addr.arpa" },
   ["domain-unknown"] = {
      fields = { server = "the configured servers", status = "timeout" },
      subject = "acme.example",
   },
   ["easy-dkim-bogus"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["easy-dkim-broken-key"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            value = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         },
      },
      fields = {
         region = "us-west-2",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-conflict"] = {
      evidence = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.conflict.example",
            type = "CNAME",
            value = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         },
      },
      fields = {
         other = "TXT",
         region = "us-east-1",
         target = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         token = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje",
      },
      records = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.conflict.example",
            type = "CNAME",
            values = { "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com" },
         },
      },
      subject = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.conflict.example",
      type = "CNAME",
   },
   ["easy-dkim-delegated"] = {
      evidence = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            value = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         },
      },
      fields = {
         at = "_domainkey.app.acme.example",
         region = "eu-central-2",
         servers = "ns.other.test",
         status = "timeout",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.eu-central-2.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-denied-parent"] = {
      fields = { region = "us-west-2" },
      subject = "_domainkey.app.acme.example",
      type = "TXT",
   },
   ["easy-dkim-failed"] = {
      fields = {
         region = "us-east-1",
         state = "The records are right now.",
         status = "FAILED",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-file-silent"] = {
      fields = { region = "us-east-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-flattened"] = {
      evidence = {
         {
            name = "2c5x6nchggxfftowsrvq5hakvokcxlm3._domainkey.flat.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzYGkPplyamyG7Lqu8zQ4d4nV2d2auKV5RBrKFr95rXQx"
               .. "GCGBji8jzAjJW9+KF2wlyLV/GuTVWaDS7539KwUR5fWRaxdqKfbKS6SNZDyc57SBUJWjJ2XEOw6bMP9P1n/DlHIitC"
               .. "5LpaFO6ASNnN8zXsRyAGfnIbG7nXeAFc03yuqwpFjW+sCbk8To+cfYXXp2M0ybCkZJ+0LfACLRNvLZmIsUXACvYSK9"
               .. "21ZOU7e/DUadg7FZVPu6ygjrhyflSq9CT6MtWdbdh02r48xS94e71hqyYEW4xp3F3wSmw0LY9uKBPK4DwknfB0izMk"
               .. "PCEPBRKZGp9JexRsEti0EZ2RboIQIDAQAB",
         },
      },
      fields = {
         count = 3,
         region = "us-east-1",
         state = "SES counts the identity as verified.",
      },
      subject = "flat.example",
      type = "TXT",
   },
   ["easy-dkim-inconsistent"] = {
      fields = {
         region = "us-east-1",
         servers = "ns1.acme.example has aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com; ns2.acme.example"
            .. " has none",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com" },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-json-doubtful"] = {
      fields = {
         region = "us-east-1",
         tokens = "SES keeps a key for these tokens, so they are in use, here or elsewhere.",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-json-foreign"] = {
      fields = {
         doubt = "its MAIL FROM name is bounce.other.example",
         region = "us-east-1",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-key-unknown"] = {
      fields = { region = "us-west-2", status = "refused" },
      subject = "app.acme.example",
      type = "TXT",
   },
   ["easy-dkim-label-doubled"] = {
      fields = {
         at = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu.eu.acme.example",
         enter = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu",
         label = "eu",
         region = "us-east-1",
         target = "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com",
         token = "w26cgkosw26cgkosw26cgkosw26cgkos",
      },
      records = {
         {
            name = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu.acme.example",
            type = "CNAME",
            values = { "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com" },
         },
      },
      subject = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-last-check"] = {
      fields = {
         checked = "2026-11-24 10:00 UTC",
         error = "TYPE_NOT_FOUND",
         meaning = "a name without a CNAME record",
         region = "us-east-1",
         since = "",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-lost"] = {
      fields = { reason = "1 of 3 records is wrong", region = "us-east-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-misplaced"] = {
      fields = {
         at = "rx5djpv3bhntz7flrx5djpv3bhntz7fl.acme.example",
         region = "eu-west-1",
         target = "rx5djpv3bhntz7flrx5djpv3bhntz7fl.dkim.amazonses.com",
         token = "rx5djpv3bhntz7flrx5djpv3bhntz7fl",
      },
      records = {
         {
            name = "rx5djpv3bhntz7flrx5djpv3bhntz7fl._domainkey.acme.example",
            type = "CNAME",
            values = { "rx5djpv3bhntz7flrx5djpv3bhntz7fl.dkim.amazonses.com" },
         },
      },
      subject = "rx5djpv3bhntz7flrx5djpv3bhntz7fl._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-missing"] = {
      fields = { region = "us-east-1", target = "a.dkim.amazonses.com", token = "a" },
      records = {
         {
            name = "a._domainkey.acme.example",
            type = "CNAME",
            values = { "a.dkim.amazonses.com" },
         },
      },
      subject = "a._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-missing-unnoticed"] = {
      fields = {
         region = "us-east-1",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com" },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-missing-wildcard"] = {
      evidence = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "A",
            value = "192.0.2.1",
         },
      },
      fields = {
         region = "us-west-2",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com" },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-name-doubled"] = {
      fields = {
         at = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example.app.acme.example",
         region = "eu-central-2",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.eu-central-2.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = {
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.eu-central-2.amazonses.com",
            },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-never-started"] = {
      fields = { region = "us-east-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-no-room"] = {
      fields = {
         reason = "the names of its records would be longer than the 253 characters that DNS has room for",
         region = "us-east-1",
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
         .. "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
         .. "bb.cccccccccccccccccccccccccccccccccccccccc.example",
      type = "CNAME",
   },
   ["easy-dkim-no-tokens"] = {
      fields = { region = "xx-new-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-none-published"] = {
      fields = { region = "eu-west-1" },
      subject = "_domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-not-set-up"] = {
      fields = { region = "eu-central-2", spf = "", status = "NOT_STARTED" },
      records = {
         {
            name = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
            type = "CNAME",
            values = {
               "ccccccccccccccccccccccccccccccc4.dkim.eu-central-2.amazonses.com",
            },
         },
      },
      subject = "app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-not-started"] = {
      fields = { region = "us-east-1", status = "NOT_STARTED" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-occluded"] = {
      evidence = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.occluded-dname.example",
            type = "CNAME",
            value = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.elsewhere.occluded-dname.example",
         },
      },
      fields = {
         at = "_domainkey.occluded-dname.example",
         region = "us-east-1",
         servers = "elsewhere.occluded-dname.example",
         target = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         token = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje",
         type = "DNAME",
      },
      records = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.occluded-dname.example",
            type = "CNAME",
            values = { "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com" },
         },
      },
      subject = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.occluded-dname.example",
      type = "CNAME",
   },
   ["easy-dkim-other-domain"] = {
      fields = {
         at = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.example.com.acme.example",
         enter = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu",
         other = "example.com",
         region = "us-east-1",
         target = "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com",
         token = "w26cgkosw26cgkosw26cgkosw26cgkos",
      },
      records = {
         {
            name = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu.acme.example",
            type = "CNAME",
            values = { "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com" },
         },
      },
      subject = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.eu.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-other-zone-seen"] = {
      fields = { region = "us-east-1", seen = "ns.elsewhere.test" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-pending-mend"] = {
      fields = {
         memory = "A resolver that met a missing record may remember that for up to 5 min, until 2026-11-24 1"
            .. "2:05 UTC.",
         reason = "1 of 3 records is wrong",
         region = "us-east-1",
         status = "PENDING",
         window = "When it began is not known: --requested TIME tells it.",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-pending-unknown"] = {
      fields = {
         reason = "1 of 3 records could not be learnt",
         region = "us-east-1",
         status = "PENDING",
         window = "When it began is not known: --requested TIME tells it.",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-pending-wait"] = {
      fields = {
         memory = "How long resolvers remember that a record was missing could not be learnt.",
         region = "us-east-1",
         window = "When it began is not known: --requested TIME tells it.",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-proxied"] = {
      evidence = {
         {
            name = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.acme.example",
            type = "A",
            value = "192.0.2.77",
         },
      },
      fields = {
         found = "192.0.2.77",
         region = "us-east-1",
         target = "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com",
         token = "w26cgkosw26cgkosw26cgkosw26cgkos",
      },
      records = {
         {
            name = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.acme.example",
            type = "CNAME",
            values = { "w26cgkosw26cgkosw26cgkosw26cgkos.dkim.amazonses.com" },
         },
      },
      subject = "w26cgkosw26cgkosw26cgkosw26cgkos._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-proxied-cloudflare"] = {
      evidence = {
         {
            name = "tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example",
            type = "A",
            value = "104.18.32.7",
         },
      },
      fields = {
         found = "104.18.32.7",
         region = "eu-west-1",
         target = "tnftrmejuibyo3c4ctirz3olail4lvwv.dkim.amazonses.com",
         token = "tnftrmejuibyo3c4ctirz3olail4lvwv",
      },
      records = {
         {
            name = "tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example",
            type = "CNAME",
            values = { "tnftrmejuibyo3c4ctirz3olail4lvwv.dkim.amazonses.com" },
         },
      },
      subject = "tnftrmejuibyo3c4ctirz3olail4lvwv._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-remembered"] = {
      fields = {
         region = "us-east-1",
         seconds = 300,
         target = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         token = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje",
      },
      subject = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.split.test",
      type = "CNAME",
   },
   ["easy-dkim-revoked"] = {
      evidence = {
         {
            name = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
            type = "CNAME",
            value = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         },
      },
      fields = {
         region = "us-east-1",
         target = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         token = "ccccccccccccccccccccccccccccccc4",
      },
      subject = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-right-unseen"] = {
      fields = { keys = 1, region = "us-east-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-several-aliases"] = {
      evidence = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.several-aliases.example",
            type = "CNAME",
            value = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         },
      },
      fields = {
         region = "us-east-1",
         target = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com",
         token = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje",
      },
      records = {
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.several-aliases.example",
            type = "CNAME",
            values = { "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com" },
         },
      },
      subject = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.several-aliases.example",
      type = "CNAME",
   },
   ["easy-dkim-stale"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            value = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         },
      },
      fields = {
         domain = "acme.example",
         region = "us-west-2",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-swapped"] = {
      evidence = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            value = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         },
      },
      fields = {
         found = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         region = "us-west-2",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com" },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-target-as-text"] = {
      evidence = {
         {
            name = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw._domainkey.acme.example",
            type = "TXT",
            value = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw.dkim.amazonses.com.",
         },
      },
      fields = {
         region = "eu-central-1",
         target = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw.dkim.amazonses.com",
         token = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw",
      },
      records = {
         {
            name = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw._domainkey.acme.example",
            type = "CNAME",
            values = { "4ciou2agmsy6ekqw4ciou2agmsy6ekqw.dkim.amazonses.com" },
         },
      },
      subject = "4ciou2agmsy6ekqw4ciou2agmsy6ekqw._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-target-doubled"] = {
      evidence = {
         {
            name = "uz6dinsx4bglqv27ejoty5chmrw3afkp._domainkey.acme.example",
            type = "CNAME",
            value = "uz6dinsx4bglqv27ejoty5chmrw3afkp.dkim.amazonses.com.acme.example",
         },
      },
      fields = {
         region = "eu-west-1",
         tail = "acme.example",
         target = "uz6dinsx4bglqv27ejoty5chmrw3afkp.dkim.amazonses.com",
         token = "uz6dinsx4bglqv27ejoty5chmrw3afkp",
      },
      records = {
         {
            name = "uz6dinsx4bglqv27ejoty5chmrw3afkp._domainkey.acme.example",
            type = "CNAME",
            values = { "uz6dinsx4bglqv27ejoty5chmrw3afkp.dkim.amazonses.com" },
         },
      },
      subject = "uz6dinsx4bglqv27ejoty5chmrw3afkp._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-target-unresolved"] = {
      fields = {
         region = "us-east-1",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.dkim.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa._domainkey.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-temporary-failure"] = {
      fields = {
         region = "us-east-1",
         state = "The records are right now.",
         status = "TEMPORARY_FAILURE",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-txt-copied"] = {
      evidence = {
         {
            name = "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif._domainkey.txt-copied.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAt0CuW4HHfzNtmuStkQGICLrsvl5sUJp+CGTNzLIEmVze"
               .. "riGrGSQ2u9kasaUwwWeCc4AhecD4Xbko8yqhJICmemLeCCEyysZUYrGXBFUdmX3qIMQHDV+h9m3OJjFFU5Y3ryeqCz"
               .. "krctD9wV1Mr5PSG0bZh8gKuYEzyxI8ncdM44Jrxa3Rb4HyfyjLLVlElKWkMJnDI7ZIJ0Mw5Ri6rET0gvvgI6qg+Rw8"
               .. "cVNRyjaigoCJRHkm0tU9L+iPt9AgwO7zKHpXy2YCY4aChoMhBvx0rFidFCBNf+NATnvH6nWsFuAcAEFAOShkm3aemY"
               .. "gV1QPXqZtXrIbghE08ZoAZDgtgLQIDAQAB",
         },
      },
      fields = {
         region = "us-east-1",
         target = "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif.dkim.amazonses.com",
         token = "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif",
      },
      records = {
         {
            name = "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif._domainkey.txt-copied.example",
            type = "CNAME",
            values = { "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif.dkim.amazonses.com" },
         },
         {
            name = "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje._domainkey.txt-copied.example",
            type = "CNAME",
            values = { "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje.dkim.amazonses.com" },
         },
      },
      subject = "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif._domainkey.txt-copied.example",
      type = "CNAME",
   },
   ["easy-dkim-txt-foreign"] = {
      fields = {
         region = "us-east-1",
         target = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         token = "ccccccccccccccccccccccccccccccc4",
      },
      records = {
         {
            name = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
            type = "CNAME",
            values = { "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com" },
         },
      },
      subject = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-txt-in-place"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "TXT",
            value = "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
         },
      },
      fields = {
         region = "us-east-1",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
      },
      records = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            values = { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com" },
         },
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-txt-outdated"] = {
      evidence = {
         {
            name = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
            type = "TXT",
            value = "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
         },
      },
      fields = {
         region = "us-west-2",
         target = "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com",
         token = "ccccccccccccccccccccccccccccccc4",
      },
      records = {
         {
            name = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
            type = "CNAME",
            values = { "ccccccccccccccccccccccccccccccc4.dkim.amazonses.com" },
         },
      },
      subject = "ccccccccccccccccccccccccccccccc4._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-underscore-refused"] = {
      fields = {
         at = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.domainkey.app.acme.example",
         region = "eu-central-2",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonaws.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
      },
      records = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            values = { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonaws.com" },
         },
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-unknown"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "TXT",
            value = "\"",
         },
      },
      fields = {
         region = "eu-central-2",
         status = "timeout",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.eu-central-2.amazonses.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-verdict"] = {
      fields = {
         first = "take the tokens SES shows today",
         reason = "2 of 3 records are wrong",
         region = "us-west-2",
         verdict = "no",
      },
      subject = "app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-verifies"] = {
      fields = { keys = 1, region = "xx-new-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-weak-key"] = {
      fields = { bits = 1024, region = "us-east-1" },
      subject = "acme.example",
      type = "TXT",
   },
   ["easy-dkim-wildcard"] = {
      fields = { region = "us-east-1" },
      subject = "_domainkey.untold-wildcard.example",
      type = "CNAME",
   },
   ["easy-dkim-window-over"] = {
      fields = {
         ends = "2026-11-23 12:00 UTC",
         region = "us-east-1",
         state = "The records are right now.",
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-wrong-suffix"] = {
      evidence = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            value = "elsewhere.test",
         },
      },
      fields = {
         found = "elsewhere.test",
         region = "eu-central-2",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonaws.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      records = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            values = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonaws.com" },
         },
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-wrong-zone"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            value = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         },
      },
      fields = {
         found = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         region = "eu-central-2",
         target = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonaws.com",
         token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3",
         zone = "dkim.amazonaws.com",
      },
      records = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            values = { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonaws.com" },
         },
      },
      subject = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-wrong-zone-likely"] = {
      evidence = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            value = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com",
         },
      },
      fields = {
         region = "us-west-2",
         tokens = { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3" },
         zone = "dkim.amazonses.com",
         zones = { "dkim.amazonses.com" },
      },
      records = {
         {
            name = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3._domainkey.app.acme.example",
            type = "CNAME",
            values = { "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3.dkim.amazonses.com" },
         },
      },
      subject = "app.acme.example",
      type = "CNAME",
   },
   ["easy-dkim-zone-not-asked"] = {
      fields = {
         checked = "time not told",
         led = "",
         primary = "ns1.acme.example",
         region = "us-east-1",
         seen = "ns.elsewhere.test",
         servers = { "ns1.acme.example", "ns2.acme.example" },
      },
      subject = "acme.example",
      type = "CNAME",
   },
   ["easy-dkim-zone-unknown"] = {
      evidence = {
         {
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
            type = "CNAME",
            value = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         },
      },
      fields = {
         found = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.amazonses.com",
         region = "eu-central-2",
         status = "refused",
         target = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2.dkim.eu-central-2.amazonses.com",
         token = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2",
      },
      subject = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2._domainkey.app.acme.example",
      type = "CNAME",
   },
   ["empty-non-terminal-denied"] = { fields = { child = "_dmarc.acme.example" }, subject = "acme.example" },
   ["internal-error"] = {
      fields = { message = "attempt to index a nil value" },
      subject = "acme.example",
   },
   ["mail-from-dangling"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "CNAME",
            value = "gone.example",
         },
      },
      fields = { target = "gone.example" },
      subject = "bounce.acme.example",
      type = "CNAME",
   },
   ["mail-from-mx-dangling"] = {
      evidence = { { name = "acme.example", type = "MX", value = "10 mx.acme.example" } },
      fields = { host = "mx.acme.example" },
      subject = "acme.example",
      type = "MX",
   },
   ["mail-from-mx-missing"] = { subject = "bounce.acme.example", type = "MX" },
   ["mail-from-present"] = { subject = "bounce.acme.example", type = "MX" },
   ["mail-from-spf-anyone"] = {
      evidence = { { name = "mail.acme.example", type = "TXT", value = "v=spf1 +all" } },
      fields = { family = "IPv4 and IPv6" },
      subject = "mail.acme.example",
      type = "TXT",
   },
   ["mail-from-spf-missing"] = { subject = "bounce.acme.example", type = "TXT" },
   ["mail-from-spf-several"] = {
      evidence = { { name = "bounce.acme.example", type = "TXT", value = "v=spf1 -all" } },
      fields = { count = 2 },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["mail-from-spf-unknown"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            value = "v=spf1 ip4:203.0.113.1 -all",
         },
      },
      fields = { reason = "the addresses of amazonses.com are not known" },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["mail-from-unknown"] = {
      fields = { server = "the configured servers", status = "timeout", type = "MX" },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["message-address-identity"] = {
      fields = {
         address = "orders@acme.example",
         mail_from = "bounce.acme.example",
         path = "0102@eu-west-1.amazonses.com",
         region = "eu-west-1",
      },
      subject = "acme.example",
   },
   ["message-arc"] = { fields = { count = 1 }, subject = "acme.example" },
   ["message-author-unclear"] = { fields = { count = 2 }, subject = "acme.example" },
   ["message-bounce-dmarc"] = {
      fields = {
         explanation = "DMARC fails; the policy asks to quarantine it. DKIM did not pass for amazonses.com (permer"
            .. "ror).",
      },
      subject = "acme.example",
   },
   ["message-dkim2"] = { fields = { count = 1 }, subject = "acme.example" },
   ["message-dmarc-fail"] = {
      fields = {
         explanation = "DMARC fails; the policy asks to quarantine it. DKIM did not pass for acme.example (fail). "
            .. "DKIM did not pass for amazonses.com (permerror).",
      },
      subject = "acme.example",
   },
   ["message-dmarc-none"] = {
      fields = {
         explanation = "DMARC does not apply to acme.example: no DMARC record applies. SPF passed for bounce.acme."
            .. "example, not for a name of the organizational domain acme.example: not aligned. DKIM passe"
            .. "d for acme.example, the From domain itself: aligned. DKIM did not pass for amazonses.com ("
            .. "permerror).",
      },
      subject = "acme.example",
   },
   ["message-dmarc-pass"] = {
      fields = {
         explanation = "DMARC passes through SPF alone. SPF passed for bounce.acme.example, of the same organizati"
            .. "onal domain acme.example: aligned.",
      },
      subject = "acme.example",
   },
   ["message-dmarc-unknown"] = {
      fields = {
         explanation = "_dmarc.acme.example could not be learnt: servfail. DKIM passed for acme.example, the From "
            .. "domain itself: aligned. DKIM did not pass for amazonses.com (permerror).",
      },
      subject = "acme.example",
   },
   ["message-header-faulty"] = { fields = { count = 1 }, subject = "acme.example" },
   ["message-key-gone"] = {
      fields = { domain = "acme.example", key = "no TXT record" },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-key-unknown"] = {
      fields = { domain = "acme.example", status = "servfail" },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-mail-from-custom"] = { fields = { path = "0102@bounce.acme.example" }, subject = "acme.example" },
   ["message-mail-from-default"] = {
      fields = { path = "0102@eu-west-1.amazonses.com", region = "eu-west-1" },
      subject = "acme.example",
   },
   ["message-mail-from-other"] = { fields = { path = "0102@bounce.acme.example" }, subject = "acme.example" },
   ["message-mail-from-region"] = {
      fields = {
         found = "eu-west-1",
         path = "0102@bounce.acme.example",
         region = "xx-new-1",
      },
      subject = "acme.example",
   },
   ["message-mail-from-unknown"] = {
      fields = { path = "0102@bounce.acme.example", status = "timeout" },
      subject = "acme.example",
   },
   ["message-not-ses"] = { subject = "acme.example" },
   ["message-region"] = {
      fields = { fields = { "Feedback-ID" }, region = "xx-new-1" },
      subject = "acme.example",
   },
   ["message-region-conflict"] = {
      fields = { regions = { "us-east-1", "eu-west-1" } },
      subject = "acme.example",
   },
   ["message-region-of-host"] = { fields = { region = "eu-west-1" }, subject = "acme.example" },
   ["message-region-unclear"] = { subject = "acme.example" },
   ["message-return-path-missing"] = { subject = "acme.example" },
   ["message-return-path-null"] = { subject = "acme.example" },
   ["message-return-path-several"] = {
      fields = { count = 2, path = "0102@bounce.acme.example" },
      subject = "acme.example",
   },
   ["message-ses-bounce"] = { subject = "acme.example" },
   ["message-signature"] = {
      fields = {
         domain = "acme.example",
         selector = "s1",
         state = "its key is published",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-failed"] = {
      fields = {
         by = "mx.example",
         domain = "acme.example",
         name = "s1._domainkey.acme.example",
         result = "fail",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-invalid"] = {
      fields = { domain = "acme.example", reasons = "the From field is not signed (h=)" },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-noted"] = {
      fields = {
         domain = "acme.example",
         reasons = "l= leaves what follows in the body unsigned",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-other-key"] = {
      fields = {
         by = "mx.example",
         domain = "acme.example",
         name = "s1._domainkey.acme.example",
         other = "amazonses.com",
         selector = "s1",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-own-key"] = {
      fields = {
         by = "mx.example",
         domain = "acme.example",
         name = "s1._domainkey.acme.example",
         other = "amazonses.com",
         selector = "s1",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signature-unaligned"] = {
      fields = { author = "acme.example", domain = "other.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["message-signed-by-ses-only"] = { fields = { region = "eu-west-1" }, subject = "acme.example" },
   ["message-spf-changed"] = {
      fields = {
         domain = "bounce.acme.example",
         ip = "54.240.6.141",
         today = "pass",
         word = "fail",
      },
      subject = "acme.example",
   },
   ["message-unsigned"] = { subject = "acme.example" },
   ["mx-dangling"] = {
      evidence = { { name = "acme.example", type = "MX", value = "10 mx.acme.example" } },
      fields = { host = "mx.acme.example", target = "mx.acme.example" },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-host-alias"] = {
      evidence = { { name = "acme.example", type = "MX", value = "10 mx.acme.example" } },
      fields = { host = "mx.acme.example", target = "mail.acme.example" },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-host-is-address"] = {
      evidence = { { name = "acme.example", type = "MX", value = "10 192.0.2.25" } },
      fields = { host = "192.0.2.25" },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-host-unknown"] = {
      evidence = { { name = "acme.example", type = "MX", value = "10 mail.acme.example" } },
      fields = {
         host = "mail.acme.example",
         server = "the configured servers",
         status = "servfail",
      },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-hosts-left-out"] = { fields = { count = 5 }, subject = "acme.example", type = "MX" },
   ["mx-implicit"] = {
      records = {
         {
            name = "mail.acme.example",
            type = "MX",
            values = { { exchange = ".", preference = 0 } },
         },
      },
      subject = "mail.acme.example",
      type = "MX",
   },
   ["mx-missing"] = {
      records = {
         {
            name = "acme.example",
            type = "MX",
            values = { { exchange = ".", preference = 0 } },
         },
      },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-null"] = {
      evidence = { { name = "acme.example", type = "MX", value = "0 ." } },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-null-with-others"] = {
      evidence = { { name = "acme.example", type = "MX", value = "0 ." } },
      subject = "acme.example",
      type = "MX",
   },
   ["mx-ok"] = { fields = { count = 1 }, subject = "acme.example", type = "MX" },
   ["mx-unknown"] = {
      fields = { server = "the configured servers", status = "timeout" },
      subject = "acme.example",
      type = "MX",
   },
   ["out-of-time"] = { subject = "acme.example" },
   ["selector-alias-unknown"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzH"
               .. "Glof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8"
               .. "u5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjo"
               .. "vucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJ"
               .. "dyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      fields = {
         key = "RSA, 2048 bits, exponent 65537, SubjectPublicKeyInfo",
         status = "servfail",
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-bogus"] = {
      fields = { server = "the configured servers" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-conflict"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "CNAME",
            value = "k.sender.example",
         },
      },
      fields = { target = "k.sender.example" },
      subject = "s1._domainkey.acme.example",
      type = "CNAME",
   },
   ["selector-dangling"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "CNAME",
            value = "gone.example",
         },
      },
      fields = { status = "NXDOMAIN", target = "gone.example" },
      subject = "s1._domainkey.acme.example",
      type = "CNAME",
   },
   ["selector-delegated"] = {
      fields = {
         hosts = { "ns.elsewhere.example" },
         parent = "_domainkey.acme.example",
         type = "NS",
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-idle"] = {
      evidence = {
         {
            name = "selector2._domainkey.acme.example",
            type = "CNAME",
            value = "selector2-acme-example._domainkey.contoso.onmicrosoft.com",
         },
      },
      fields = {
         target = "selector2-acme-example._domainkey.contoso.onmicrosoft.com",
         twin = "selector1._domainkey.acme.example",
      },
      subject = "selector2._domainkey.acme.example",
      type = "CNAME",
   },
   ["selector-label-doubled"] = {
      evidence = {
         {
            name = "own._domainkey.news.news.acme.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz52xM2K4ZdwXpRexXXsmPDbLhAAKZ9Z00vZ2FZBC7xNg"
               .. "85GluBvr4EMZ2Unewnkt9/TDpYO7NZU/Vt23fyac2lrExXiJiN/WEg8EVjz7+ws0zc9yk8Zd3+47oEMSWOQtQ2iP1r"
               .. "/3t1Ilph46XlKGidxiODeKmnGGDIxkvlUvimVxos4jeU7B7Ery+CNhFVOHA9M/LnBdRfomxFPYsYNySFWMw5pzFA7T"
               .. "Av5QVnw4KGiJVHsW83Jwl+O0W51DT7u4Ttwnt1H4td/QcnpJRT0q0tHRYiXKsUdIh6XAyWfCpJC1xr9ZQwIYief/EQ"
               .. "9Z03b3Gcm/8tr5Ea0bPfkO4YitMwIDAQAB",
         },
      },
      fields = {
         at = "own._domainkey.news.news.acme.example",
         enter = "own._domainkey.news",
         label = "news",
      },
      records = {
         {
            name = "own._domainkey.news.acme.example",
            type = "TXT",
            values = {
               {
                  "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz52xM2K4ZdwXpRexXXsmPDbLhAAKZ9Z00vZ2FZBC7xNg"
                     .. "85GluBvr4EMZ2Unewnkt9/TDpYO7NZU/Vt23fyac2lrExXiJiN/WEg8EVjz7+ws0zc9yk8Zd3+47oEMSWOQtQ2iP1r"
                     .. "/3t1Ilph46XlKGidxiODeKmnGGDIxkvlUvimVxos4jeU7B7Ery+CNhFVOHA9M/LnBdRfomxFPYs",
                  "YNySFWMw5pzFA7TAv5QVnw4KGiJVHsW83Jwl+O0W51DT7u4Ttwnt1H4td/QcnpJRT0q0tHRYiXKsUdIh6XAyWfCpJC"
                     .. "1xr9ZQwIYief/EQ9Z03b3Gcm/8tr5Ea0bPfkO4YitMwIDAQAB",
               },
            },
         },
      },
      subject = "own._domainkey.news.acme.example",
      type = "TXT",
   },
   ["selector-misplaced"] = {
      evidence = {
         {
            name = "s1.domainkey.keys.test",
            type = "CNAME",
            value = "k.keys.test",
         },
      },
      fields = { at = "s1.domainkey.keys.test" },
      records = {
         {
            name = "s1._domainkey.keys.test",
            type = "CNAME",
            values = { "k.keys.test" },
         },
      },
      subject = "s1._domainkey.keys.test",
      type = "TXT",
   },
   ["selector-missing"] = {
      fields = { status = "NODATA" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-name-doubled"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example.acme.example",
            type = "CNAME",
            value = "k.sender.example",
         },
      },
      fields = { at = "s1._domainkey.acme.example.acme.example" },
      records = {
         {
            name = "s1._domainkey.acme.example",
            type = "CNAME",
            values = { "k.sender.example" },
         },
      },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-other-domain"] = {
      evidence = {
         {
            name = "own._domainkey.example.com.acme.example",
            type = "TXT",
            value = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz52xM2K4ZdwXpRexXXsmPDbLhAAKZ9Z00vZ2FZBC7xNg"
               .. "85GluBvr4EMZ2Unewnkt9/TDpYO7NZU/Vt23fyac2lrExXiJiN/WEg8EVjz7+ws0zc9yk8Zd3+47oEMSWOQtQ2iP1r"
               .. "/3t1Ilph46XlKGidxiODeKmnGGDIxkvlUvimVxos4jeU7B7Ery+CNhFVOHA9M/LnBdRfomxFPYsYNySFWMw5pzFA7T"
               .. "Av5QVnw4KGiJVHsW83Jwl+O0W51DT7u4Ttwnt1H4td/QcnpJRT0q0tHRYiXKsUdIh6XAyWfCpJC1xr9ZQwIYief/EQ"
               .. "9Z03b3Gcm/8tr5Ea0bPfkO4YitMwIDAQAB",
         },
      },
      fields = {
         at = "own._domainkey.example.com.acme.example",
         enter = "own._domainkey.news",
         other = "example.com",
      },
      records = {
         {
            name = "own._domainkey.news.acme.example",
            type = "TXT",
            values = {
               {
                  "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz52xM2K4ZdwXpRexXXsmPDbLhAAKZ9Z00vZ2FZBC7xNg"
                     .. "85GluBvr4EMZ2Unewnkt9/TDpYO7NZU/Vt23fyac2lrExXiJiN/WEg8EVjz7+ws0zc9yk8Zd3+47oEMSWOQtQ2iP1r"
                     .. "/3t1Ilph46XlKGidxiODeKmnGGDIxkvlUvimVxos4jeU7B7Ery+CNhFVOHA9M/LnBdRfomxFPYs",
                  "YNySFWMw5pzFA7TAv5QVnw4KGiJVHsW83Jwl+O0W51DT7u4Ttwnt1H4td/QcnpJRT0q0tHRYiXKsUdIh6XAyWfCpJC"
                     .. "1xr9ZQwIYief/EQ9Z03b3Gcm/8tr5Ea0bPfkO4YitMwIDAQAB",
               },
            },
         },
      },
      subject = "own._domainkey.news.acme.example",
      type = "TXT",
   },
   ["selector-present"] = {
      evidence = {
         {
            name = "s1._domainkey.acme.example",
            type = "TXT",
            value = "k=ed25519; p=wzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I=",
         },
      },
      fields = { key = "Ed25519, 256 bits" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-unknown"] = {
      fields = { server = "the configured servers", status = "timeout" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selector-wildcard"] = {
      evidence = { { name = "*.acme.example", type = "TXT", value = "v=spf1 -all" } },
      fields = { owner = "*.acme.example" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-absent"] = { subject = "_domainkey.acme.example", type = "TXT" },
   ["selectors-denied"] = {
      fields = { asked = 0, count = 2, names = "" },
      subject = "_domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-none"] = {
      fields = { count = 2, names = { "google", "k1" } },
      subject = "_domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-not-enabled"] = {
      evidence = {
         {
            name = "selector1._domainkey.acme.example",
            type = "CNAME",
            value = "selector1-acme-example._domainkey.contoso.onmicrosoft.com",
         },
      },
      fields = {
         domain = "acme.example",
         tenant = "contoso.onmicrosoft.com",
         twin = "selector2._domainkey.acme.example",
      },
      subject = "selector1._domainkey.acme.example",
      type = "CNAME",
   },
   ["selectors-unknown"] = {
      fields = { count = 1, names = { "k1" }, status = "servfail" },
      subject = "_domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-wildcard"] = {
      evidence = {
         {
            name = "*._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; p=",
         },
      },
      subject = "*._domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-wildcard-key"] = {
      evidence = {
         {
            name = "*._domainkey.acme.example",
            type = "TXT",
            value = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzH"
               .. "Glof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8"
               .. "u5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjo"
               .. "vucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJ"
               .. "dyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB",
         },
      },
      fields = { key = "RSA, 2048 bits, exponent 65537, SubjectPublicKeyInfo" },
      subject = "*._domainkey.acme.example",
      type = "TXT",
   },
   ["selectors-wildcard-unknown"] = {
      fields = { name = "sesame-no-such-name.acme.example", status = "timeout" },
      subject = "_domainkey.acme.example",
      type = "TXT",
   },
   ["ses-account-probation"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-account-shutdown"] = { fields = { region = "us-east-1" }, subject = "shutdown.example" },
   ["ses-address-foreign"] = {
      fields = { provider = "gmail.com", region = "us-east-1" },
      subject = "me@gmail.com",
   },
   ["ses-address-mail-from-default"] = {
      fields = {
         domain = "acme.example",
         mail_from = "bounce-us-east-1.acme.example",
         region = "us-east-1",
      },
      subject = "news@acme.example",
   },
   ["ses-address-mail-from-unknown"] = {
      fields = {
         domain = "acme.example",
         mail_from = "bounce.acme.example",
         region = "eu-west-1",
      },
      subject = "a@acme.example",
   },
   ["ses-address-only"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-address-signed"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-byodkim-fails"] = {
      fields = { reason = "there is no record", region = "eu-west-1" },
      subject = "s8._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-given-up"] = {
      fields = {
         domain = "acme.example",
         region = "us-east-1",
         selector = "own2026",
         status = "FAILED",
      },
      subject = "own2026._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-lost"] = {
      fields = {
         domain = "acme.example",
         region = "us-east-1",
         selector = "own2026",
         status = "TEMPORARY_FAILURE",
      },
      subject = "own2026._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-not-taken"] = {
      fields = {
         checked = "2026-03-04 12:00 UTC",
         domain = "acme.example",
         region = "us-east-1",
         selector = "own2026",
         since = "That was after the key had been given to SES (--requested: 2026-03-04 11:59 UTC).",
         status = "PENDING",
      },
      subject = "own2026._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-pending"] = {
      fields = {
         domain = "acme.example",
         region = "us-east-1",
         selector = "own2026",
         status = "PENDING",
      },
      subject = "own2026._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-refused"] = {
      fields = {
         reason = "it is an ed25519 key; SES takes RSA only",
         region = "us-east-1",
      },
      subject = "ed._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-right"] = {
      fields = { region = "eu-west-1" },
      subject = "s1._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-byodkim-selector"] = {
      fields = { reason = "a selector for Amazon SES has no dot", region = "us-east-1" },
      subject = "a.b._domainkey.acme.example",
      type = "TXT",
   },
   ["ses-drift"] = {
      fields = { values = "on in us-east-1; off in eu-west-1", what = "signing" },
      subject = "acme.example",
   },
   ["ses-drift-setting"] = {
      fields = { values = "verifies in us-east-1; fails in eu-west-1", what = "DKIM" },
      subject = "acme.example",
   },
   ["ses-feedback-at-domain"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 feedback-smtp.eu-west-1.amazonses.com",
         },
      },
      fields = { host = "feedback-smtp.eu-west-1.amazonses.com" },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-feedback-beside"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 feedback-smtp.eu-west-1.amazonses.com",
         },
      },
      fields = {
         host = "feedback-smtp.eu-west-1.amazonses.com",
         others = { "mx.acme.example" },
         share = "It comes first: mail to this domain bounces, or is lost.",
      },
      records = {
         {
            name = "acme.example",
            type = "MX",
            values = { { exchange = "mx.acme.example", preference = 20 } },
         },
      },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-file-of-others"] = {
      fields = { region = "us-east-1", what = { "other.example" } },
      subject = "acme.example",
   },
   ["ses-identity-absent"] = { fields = { region = "eu-west-1" }, subject = "acme.example" },
   ["ses-identity-below"] = {
      fields = { domain = "acme.example", region = "us-east-1" },
      subject = "app.acme.example",
   },
   ["ses-identity-overrides"] = {
      fields = { domain = "acme.example", region = "us-east-1" },
      subject = "news@acme.example",
   },
   ["ses-identity-paused"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-identity-refused"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-legacy-lower-case"] = {
      evidence = {
         {
            name = "_amazonses.acme.example",
            type = "TXT",
            value = "pmbgn/7mjnfhtkuz06enqq1peguaokw8lghcfwefchu=",
         },
      },
      subject = "_amazonses.acme.example",
      type = "TXT",
   },
   ["ses-legacy-verification"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "amazonses:pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=",
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["ses-mail-fails"] = {
      fields = {
         dkim = "SES does not sign: DKIM is PENDING there.",
         region = "us-east-1",
         spf = "SPF passed for amazonses.com, not for a name of the organizational domain acme.example: no"
            .. "t aligned.",
      },
      subject = "acme.example",
   },
   ["ses-mail-from-alias"] = {
      evidence = {
         {
            name = "mail.acme.example",
            type = "CNAME",
            value = "out.svc.example",
         },
      },
      fields = {
         instead = "do not remove the alias, by which panels reach the mailboxes and webmail; set bounce-us-ea"
            .. "st-1.acme.example and bounce-eu-west-1.acme.example as MAIL FROM in SES, and publish its r"
            .. "ecords.",
         target = "out.svc.example",
      },
      records = {
         {
            name = "bounce-us-east-1.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce-us-east-1.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "mail.acme.example",
      type = "CNAME",
   },
   ["ses-mail-from-alias-works"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "CNAME",
            value = "elsewhere.other.test",
         },
      },
      fields = {
         instead = "leave the alias to what it serves, set bounces.acme.example as MAIL FROM in SES, and publi"
            .. "sh its records.",
         target = "elsewhere.other.test",
      },
      records = {
         {
            name = "bounces.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounces.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "CNAME",
   },
   ["ses-mail-from-also-receives"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 feedback-smtp.us-east-1.amazonses.com",
         },
      },
      fields = { hosts = { "mx.other.test" } },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-default"] = {
      fields = { region = "us-east-1" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "acme.example",
   },
   ["ses-mail-from-differs"] = {
      fields = {
         given = "bounce-us-east-1.acme.example",
         region = "us-east-1",
         set = "old.acme.example",
      },
      subject = "acme.example",
   },
   ["ses-mail-from-elsewhere"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:amazonses.com ~all",
         },
      },
      fields = { at = "acme.example", type = "SPF" },
      records = {
         {
            name = "send.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "send.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-failed"] = {
      fields = {
         domain = "acme.example",
         name = "bounce-us-east-1.acme.example",
         now = "",
         region = "us-east-1",
      },
      subject = "bounce-us-east-1.acme.example",
      type = "MX",
   },
   ["ses-mail-from-found"] = {
      fields = { region = "us-east-1" },
      subject = "send.acme.example",
      type = "MX",
   },
   ["ses-mail-from-host-doubled"] = {
      evidence = {
         {
            name = "mail.acme.example",
            type = "MX",
            value = "10 feedback-smtp.sa-east-1.amazonses.com.acme.example",
         },
      },
      fields = { host = "feedback-smtp.sa-east-1.amazonses.com.acme.example" },
      records = {
         {
            name = "mail.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.sa-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "mail.acme.example",
      type = "MX",
   },
   ["ses-mail-from-host-preference"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 10\\032feedback-smtp.us-east-1.amazonses.com",
         },
      },
      fields = { host = "10\\032feedback-smtp.us-east-1.amazonses.com" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-inconsistent"] = {
      fields = {
         servers = "ns1.acme.example says 10 feedback-smtp.us-east-1.amazonses.com.; ns2.acme.example says 10 "
            .. "mx.other.test.",
         type = "MX",
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-is-domain"] = {
      fields = { instead = "set bounce.acme.example in SES, and publish its records." },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-mail-from-mx-missing"] = {
      records = {
         {
            name = "news.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "news.acme.example",
      type = "MX",
   },
   ["ses-mail-from-mx-several"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 smtp.google.com",
         },
      },
      fields = { count = 2 },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.eu-west-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-name-doubled"] = {
      evidence = {
         {
            name = "send.acme.example.acme.example",
            type = "TXT",
            value = "v=spf1 include:amazonses.com ~all",
         },
      },
      fields = { at = "send.acme.example.acme.example", type = "TXT" },
      records = {
         {
            name = "send.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "send.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-name-mistaken"] = {
      evidence = {
         {
            name = "bounce.news.news.acme.example",
            type = "TXT",
            value = "v=spf1 include:amazonses.com ~all",
         },
      },
      fields = {
         at = "bounce.news.news.acme.example",
         enter = "bounce.news",
         how = "news is there twice",
         type = "TXT",
      },
      records = {
         {
            name = "bounce.news.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "bounce.news.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-not-active"] = {
      fields = { mail_from = "send.acme.example", region = "us-east-1" },
      subject = "acme.example",
   },
   ["ses-mail-from-not-found"] = {
      fields = { region = "eu-west-1" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.eu-west-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "acme.example",
   },
   ["ses-mail-from-not-ses"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 mx.other.test",
         },
      },
      fields = { host = "mx.other.test" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-occluded"] = {
      evidence = { { name = "bounce.acme.example", type = "NS", value = "ns.other.test" } },
      fields = { servers = { "ns.other.test" } },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "NS",
   },
   ["ses-mail-from-other-region"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 feedback-smtp.eu-west-1.amazonses.com",
         },
      },
      fields = { found = "eu-west-1", region = "us-east-1" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-outside"] = {
      fields = { domain = "acme.example" },
      subject = "bounce.other.example",
      type = "MX",
   },
   ["ses-mail-from-pending"] = {
      fields = { domain = "acme.example", now = "", region = "us-east-1" },
      subject = "bounce-us-east-1.acme.example",
      type = "MX",
   },
   ["ses-mail-from-preference"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "20 feedback-smtp.us-east-1.amazonses.com",
         },
      },
      fields = { preference = 20 },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-receives"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 inbound-smtp.us-east-1.amazonaws.com",
         },
      },
      fields = {
         host = "inbound-smtp.us-east-1.amazonaws.com",
         what = "a host of SES that receives mail",
      },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-right"] = {
      fields = { region = { "us-east-1" } },
      subject = "send.acme.example",
      type = "MX",
   },
   ["ses-mail-from-shared"] = {
      evidence = {
         {
            name = "send.acme.example",
            type = "MX",
            value = "10 feedback-smtp.us-east-1.amazonses.com",
         },
      },
      fields = { found = "us-east-1", regions = { "us-east-1", "sa-east-1" } },
      records = {
         {
            name = "bounce-sa-east-1.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.sa-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce-sa-east-1.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "send.acme.example",
      type = "MX",
   },
   ["ses-mail-from-sibling"] = {
      fields = { domain = "app.acme.example" },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-spf-broken"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            value = "v=spf1 -ip4:192.0.2.0/24 include:amazonses.com -all",
         },
      },
      fields = { reason = "another term comes before that of SES", result = "fail" },
      records = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com -ip4:192.0.2.0/24 -all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-spf-copied"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            value = "v=spf1 ip4:192.0.2.0/24 -all",
         },
      },
      records = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com -all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-spf-missing"] = {
      records = {
         {
            name = "send.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "send.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-spf-partly"] = {
      evidence = {
         {
            name = "send.acme.example",
            type = "TXT",
            value = "v=spf1 ip4:198.51.100.0/25 ~all",
         },
      },
      fields = { left = 256 },
      records = {
         {
            name = "send.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "send.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-spf-without-ses"] = {
      evidence = { { name = "bounce.acme.example", type = "TXT", value = "v=spf1 -all" } },
      records = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com -all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["ses-mail-from-temporary-failure"] = {
      fields = { domain = "acme.example", now = "", region = "us-east-1" },
      subject = "bounce-us-east-1.acme.example",
      type = "MX",
   },
   ["ses-mail-from-unknown-region"] = {
      evidence = {
         {
            name = "send.acme.example",
            type = "MX",
            value = "10 feedback-smtp.moon-1.amazonses.com",
         },
      },
      fields = { found = "moon-1" },
      records = {
         {
            name = "send.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.eu-central-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "send.acme.example",
      type = "MX",
   },
   ["ses-mail-from-wildcard"] = {
      fields = { parent = "acme.example", types = "MX" },
      subject = "bounce.acme.example",
   },
   ["ses-mail-from-wildcard-answers"] = {
      fields = { parent = "acme.example", types = "MX and TXT" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.us-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com -all" } },
         },
      },
      subject = "bounce.acme.example",
   },
   ["ses-mail-from-wrong-region"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "MX",
            value = "10 feedback-smtp.eu-west-1.amazonses.com",
         },
      },
      fields = { found = "eu-west-1", region = "xx-new-1" },
      records = {
         {
            name = "bounce.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.xx-new-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "bounce.acme.example",
      type = "MX",
   },
   ["ses-mail-from-wrong-suffix"] = {
      evidence = {
         {
            name = "mail.acme.example",
            type = "MX",
            value = "10 feedback-smtp.sa-east-1.amazonaws.com",
         },
      },
      fields = { host = "feedback-smtp.sa-east-1.amazonaws.com" },
      records = {
         {
            name = "mail.acme.example",
            type = "MX",
            values = {
               {
                  exchange = "feedback-smtp.sa-east-1.amazonses.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "mail.acme.example",
      type = "MX",
   },
   ["ses-mail-held"] = {
      fields = { now = "is refused", region = "us-east-1" },
      subject = "acme.example",
   },
   ["ses-mail-passes"] = { fields = { region = "xx-new-1" }, subject = "acme.example" },
   ["ses-mail-passes-at-least"] = {
      fields = { by = "SPF", other = "DKIM", region = "eu-west-1" },
      subject = "acme.example",
   },
   ["ses-mail-passes-by-one"] = {
      fields = {
         by = "SPF",
         other = "DKIM",
         reason = "there is no record.",
         region = "eu-west-1",
      },
      subject = "acme.example",
   },
   ["ses-mail-refused"] = {
      fields = { mail_from = "send.acme.example", region = "us-east-1" },
      subject = "acme.example",
   },
   ["ses-mail-unaligned"] = {
      fields = {
         dkim = "SES is told not to sign (SigningEnabled is false).",
         region = "us-east-1",
         spf = "SPF passed for amazonses.com, not for a name of the organizational domain acme.example: no"
            .. "t aligned.",
      },
      subject = "acme.example",
   },
   ["ses-mail-unknown"] = {
      fields = {
         reason = "DKIM: neither tokens nor a selector are known.",
         region = "xx-new-1",
      },
      subject = "acme.example",
   },
   ["ses-mail-waits"] = {
      fields = { now = "is refused", region = "us-east-1" },
      subject = "acme.example",
   },
   ["ses-mail-would-pass"] = { fields = { by = "SPF", region = "eu-west-1" }, subject = "acme.example" },
   ["ses-not-verified"] = { fields = { region = "us-east-1", why = "" }, subject = "acme.example" },
   ["ses-override-unsigned"] = {
      fields = { domain = "override-unsigned.example", region = "us-east-1" },
      subject = "news@override-unsigned.example",
   },
   ["ses-production"] = { fields = { region = "us-east-1" }, subject = "shutdown.example" },
   ["ses-receives"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 inbound-smtp.xx-new-1.amazonaws.com",
         },
      },
      fields = { host = "inbound-smtp.xx-new-1.amazonaws.com", region = "xx-new-1" },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-receives-absent"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 inbound-smtp.eu-west-1.amazonaws.com",
         },
      },
      fields = {
         host = "inbound-smtp.eu-west-1.amazonaws.com",
         reason = "has no address",
         region = "eu-west-1",
      },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-receives-mail-manager"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 abcdefabcdef.wxyz.mail-manager-smtp.amazonaws.com",
         },
      },
      fields = { host = "abcdefabcdef.wxyz.mail-manager-smtp.amazonaws.com" },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-receives-unknown-region"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 inbound-smtp.eu-west-9.amazonaws.com",
         },
      },
      fields = { host = "inbound-smtp.eu-west-9.amazonaws.com", region = "eu-west-9" },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-receives-wrong-suffix"] = {
      evidence = {
         {
            name = "acme.example",
            type = "MX",
            value = "10 inbound-smtp.eu-west-1.amazonses.com",
         },
      },
      fields = { host = "inbound-smtp.eu-west-1.amazonses.com" },
      records = {
         {
            name = "acme.example",
            type = "MX",
            values = {
               {
                  exchange = "inbound-smtp.eu-west-1.amazonaws.com",
                  preference = 10,
               },
            },
         },
      },
      subject = "acme.example",
      type = "MX",
   },
   ["ses-region-newer"] = {
      fields = { date = "2026-11-29", region = "xx-new-1" },
      subject = "acme.example",
   },
   ["ses-regions-alike"] = { fields = { regions = "eu-west-1, xx-new-1" }, subject = "acme.example" },
   ["ses-regions-keys"] = {
      fields = { how = "its own in us-east-1" },
      subject = "acme.example",
      type = "CNAME",
   },
   ["ses-regions-unknown"] = {
      fields = { regions = "us-east-1, eu-west-1", what = { "DKIM" } },
      subject = "acme.example",
   },
   ["ses-replica"] = {
      fields = { parent = "us-east-1", region = "eu-west-1" },
      subject = "acme.example",
   },
   ["ses-replica-failed"] = {
      fields = { error = "REPLICATION_ACCESS_DENIED", region = "us-east-1", since = "" },
      subject = "acme.example",
   },
   ["ses-replica-of-byodkim"] = {
      fields = { parent = "us-east-1", region = "eu-west-1" },
      subject = "acme.example",
   },
   ["ses-replica-of-replica"] = {
      fields = { parent = "us-east-1", region = "eu-west-1" },
      subject = "acme.example",
   },
   ["ses-review-denied"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-review-pending"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-sandbox"] = { fields = { region = "us-east-1" }, subject = "sandbox.example" },
   ["ses-sandbox-likely"] = { fields = { quota = 200, region = "us-east-1" }, subject = "acme.example" },
   ["ses-sending-paused"] = { fields = { region = "us-east-1" }, subject = "shutdown.example" },
   ["ses-signing-disabled"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-signing-off"] = { fields = { region = "us-east-1" }, subject = "acme.example" },
   ["ses-strict-dkim"] = {
      fields = { region = "us-east-1", signer = "acme.example" },
      subject = "app.acme.example",
      type = "TXT",
   },
   ["ses-strict-spf"] = {
      fields = { mail_from = "send.acme.example", region = "eu-west-1" },
      subject = "acme.example",
      type = "TXT",
   },
   ["ses-tenant-disabled"] = {
      fields = {
         causes = "no cause.",
         region = "us-east-1",
         senders = { "the tenant shop" },
      },
      subject = "acme.example",
   },
   ["ses-tenant-disabled-other"] = {
      fields = {
         causes = "no cause.",
         region = "us-east-1",
         senders = { "the tenant b" },
      },
      subject = "acme.example",
   },
   ["ses-tenant-impact"] = {
      fields = {
         causes = "no cause.",
         region = "us-east-1",
         senders = { "the tenant shop" },
      },
      subject = "acme.example",
   },
   ["ses-tenant-ok"] = { fields = { count = 1, region = "us-east-1" }, subject = "acme.example" },
   ["ses-tenant-reinstated"] = {
      fields = {
         causes = "no cause.",
         region = "us-east-1",
         senders = { "the tenant shop" },
      },
      subject = "acme.example",
   },
   ["ses-tokens-repeated"] = {
      fields = {
         other = "eu-west-1",
         region = "us-east-1",
         token = "w26cgkosw26cgkosw26cgkosw26cgkos",
      },
      subject = "acme.example",
   },
   ["spf-alias"] = {
      evidence = { { name = "www.acme.example", type = "CNAME", value = "acme.example" } },
      fields = { target = "acme.example" },
      subject = "www.acme.example",
      type = "CNAME",
   },
   ["spf-amazon-workmail"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:amazonses.com -all",
         },
      },
      fields = { host = "inbound-smtp.eu-west-1.amazonaws.com" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-amazonses-unused"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:amazonses.com",
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-anyone"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:0.0.0.0/0 -all",
         },
      },
      fields = { family = "IPv4" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-anyone-through"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 -include:open.acme.example ~all",
         },
      },
      fields = { result = "fail", term = "-include:open.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-authorised"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1" } },
      fields = { ip4 = 0 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-continued"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "ip4:192.0.2.8 ~all" } },
      fields = { text = "ip4:192.0.2.8 ~all" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-dangling"] = {
      evidence = {
         {
            name = "www.acme.example",
            type = "CNAME",
            value = "host.acme.example",
         },
      },
      fields = { target = "host.acme.example" },
      subject = "www.acme.example",
      type = "CNAME",
   },
   ["spf-duplicate-lookup"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:p.acme.example include:p.acme.example -all",
         },
      },
      fields = { bound = "", lookups = 1, term = "include:p.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-duplicate-term"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:203.0.113.1 ip4:203.0.113.1 -all",
         },
      },
      fields = { term = "ip4:203.0.113.1" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-further-fault"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:s..acme.example ip4:1.2.3 -all",
         },
      },
      fields = {
         path = "acme.example",
         reason = "names no domain",
         term = "include:s..acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-google-netblocks"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:_netblocks.google.com -all",
         },
      },
      fields = { terms = { "include:_netblocks.google.com" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-host-bits"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:203.0.113.1/24 -all",
         },
      },
      fields = { network = "203.0.113.0/24", term = "ip4:203.0.113.1/24" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-included-fault"] = {
      evidence = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            value = "v=spf1 ip4=192.0.2.1 -all",
         },
      },
      fields = {
         path = "acme.example",
         reason = "with = this is an unknown modifier, which is ignored and authorises nobody; the mechanism "
            .. "takes a colon",
         term = "include:_spf.acme.example",
         text = "ip4=192.0.2.1",
      },
      records = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            values = { { "v=spf1 ip4:192.0.2.1 -all" } },
         },
      },
      subject = "_spf.acme.example",
      type = "TXT",
   },
   ["spf-included-near-miss"] = {
      evidence = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            value = "v=spf1; ip4:192.0.2.1 -all",
         },
      },
      fields = {
         path = "acme.example",
         reason = "v=spf1 must be followed by a space, not by punctuation",
         term = "include:_spf.acme.example",
      },
      records = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            values = { { "v=spf1 ip4:192.0.2.1 -all" } },
         },
      },
      subject = "_spf.acme.example",
      type = "TXT",
   },
   ["spf-included-syntax"] = {
      evidence = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            value = "v=spf1 ip4:192.0.2.1, -all",
         },
      },
      fields = {
         path = "acme.example",
         reason = "terms are separated by spaces alone",
         term = "include:_spf.acme.example",
         text = ",",
      },
      records = {
         {
            name = "_spf.acme.example",
            type = "TXT",
            values = { { "v=spf1 ip4:192.0.2.1 -all" } },
         },
      },
      subject = "_spf.acme.example",
      type = "TXT",
   },
   ["spf-ip6-mapped"] = {
      evidence = {
         {
            name = "a.example",
            type = "TXT",
            value = "v=spf1 ip6:::ffff:192.0.2.1",
         },
      },
      fields = { meant = "ip4:192.0.2.1", term = "ip6:::ffff:192.0.2.1" },
      subject = "a.example",
      type = "TXT",
   },
   ["spf-ip6-mapped-wide"] = {
      evidence = {
         {
            name = "a.example",
            type = "TXT",
            value = "v=spf1 ip6:::ffff:0:0/96 -all",
         },
      },
      fields = { term = "ip6:::ffff:0:0/96" },
      subject = "a.example",
      type = "TXT",
   },
   ["spf-lookups"] = {
      fields = { limit = 10, lookups = 0 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-lookups-at-limit"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:deep.svc.example include:deep.svc.example mx a -all",
         },
      },
      fields = {
         bound = "",
         costs = {
            "include:deep.svc.example 4",
            "include:deep.svc.example 4",
            "mx 1",
            "a 1",
         },
         limit = 10,
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-lookups-lower-bound"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:%{l}.acme.example -all",
         },
      },
      fields = { lookups = 1, terms = { "include:%{l}.acme.example" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-lookups-over-limit"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:_spf.acme.example include:s2.test include:s1.test a:h1.acme.example include"
               .. ":s1.test -all",
         },
      },
      fields = {
         bound = "",
         costs = {
            "include:_spf.acme.example 6",
            "include:s2.test 3",
            "include:s1.test 3",
            "a:h1.acme.example 1",
            "include:s1.test 3",
         },
         limit = 10,
         lookups = 16,
         term = "include:n2.s1.test",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-macro-p"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 a:%{p}.acme.example -all",
         },
      },
      fields = { term = "a:%{p}.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-mailbox-host-left-out"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx -all" } },
      fields = {
         count = 64,
         how = "publish this in its place",
         left = 63,
         selectors = { "google" },
         services = "Google Workspace",
      },
      records = {
         {
            name = "acme.example",
            type = "TXT",
            values = { { "v=spf1 mx include:_spf.google.com -all" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-mailbox-host-not-named"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx ~all" } },
      fields = {
         count = 64,
         how = "publish this in its place",
         left = 63,
         result = "softfail",
         services = "Google Workspace",
      },
      records = {
         {
            name = "acme.example",
            type = "TXT",
            values = { { "v=spf1 mx include:_spf.google.com ~all" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-mailbox-host-unknown"] = {
      fields = {
         services = "Google Workspace",
         status = "servfail",
         what = "the addresses of _spf.google.com",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-many-addresses"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:198.18.0.0/15 -all",
         },
      },
      fields = {
         biggest = { "Addresses in the record (131,072)" },
         bound = "",
         ip4 = 131072,
         ip6 = "0",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-merged-records"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:192.0.2.9 ~all v=spf1 include:s.acme.example -all",
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-misread-term"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 a:mail.test-all ~all",
         },
      },
      fields = {
         reason = "all of this reads as one name; a space seems to be missing",
         text = "a:mail.test-all",
      },
      records = {
         {
            name = "acme.example",
            type = "TXT",
            values = { { "v=spf1 a:mail.test -all ~all" } },
         },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-missing"] = { subject = "acme.example", type = "TXT" },
   ["spf-missing-parked"] = {
      records = {
         { name = "acme.example", type = "TXT", values = { { "v=spf1 -all" } } },
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-near-miss"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1mx" } },
      fields = { reason = "the space behind v=spf1 is missing" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-near-miss-beside"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1;a -all" } },
      fields = { reason = "v=spf1 must be followed by a space, not by punctuation" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-neutral-all"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx ?all" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-no-all"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-null-mx-senders"] = {
      evidence = { { name = "acme.example", type = "MX", value = "0 ." } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-odd-name"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:s..acme.example ip4:1.2.3 -all",
         },
      },
      fields = {
         reason = "a label of the name is empty, so it can be no name",
         text = "include:s..acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-ptr"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 ptr -all" } },
      fields = { term = "ptr" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-redirect-ignored"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 ip4:203.0.113.1 redirect=p.acme.example -all",
         },
      },
      fields = { bound = "", lookups = 1, term = "redirect=p.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-reserved-range"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 mx ip4:10.0.0.0/30 -all",
         },
      },
      fields = { term = "ip4:10.0.0.0/30", use = "private addresses (RFC 1918)" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-same-policy-twice"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:p.acme.example include:q.acme.example -all",
         },
      },
      fields = {
         bound = "",
         first = "include:p.acme.example",
         lookups = 1,
         second = "include:q.acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-selected"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-sender-id"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "spf2.0/pra -all" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-several"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "V=sPf1 +all" } },
      fields = { count = 2 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-syntax"] = {
      evidence = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            value = "v=spf1 include: amazonses.com ~all",
         },
      },
      fields = { reason = "no space may stand here", text = " " },
      records = {
         {
            name = "bounce.acme.example",
            type = "TXT",
            values = { { "v=spf1 include:amazonses.com ~all" } },
         },
      },
      subject = "bounce.acme.example",
      type = "TXT",
   },
   ["spf-syntax-more"] = { fields = { count = 12 }, subject = "acme.example", type = "TXT" },
   ["spf-syntax-split"] = {
      evidence = { { name = "DOMAIN", type = "TXT", value = "v=spf1 amx -all" } },
      fields = { text = "amx" },
      subject = "the domain",
      type = "TXT",
   },
   ["spf-target-address"] = {
      evidence = {
         {
            name = "a.example",
            type = "TXT",
            value = "v=spf1 include:u@b.example",
         },
      },
      fields = { domain = "b.example", term = "include:u@b.example" },
      subject = "a.example",
      type = "TXT",
   },
   ["spf-target-unusable"] = {
      evidence = {
         {
            name = "a.example",
            type = "TXT",
            value = "v=spf1 exp=llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll.example -all",
         },
      },
      fields = {
         reason = "a label of 64 octets, of which 63 is the most",
         term = "exp=llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll.example",
      },
      subject = "a.example",
      type = "TXT",
   },
   ["spf-term-covered"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:big.acme.example include:p.acme.example -all",
         },
      },
      fields = {
         bound = "",
         first = "include:big.acme.example",
         lookups = 1,
         term = "include:p.acme.example",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-term-void"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx" } },
      fields = { path = "acme.example", status = "nodata", term = "mx" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-terms-after-all"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 mx -all ip4:192.0.2.77",
         },
      },
      fields = { terms = { "ip4:192.0.2.77" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-terms-unreachable"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 include:open.acme.example -all",
         },
      },
      fields = { term = "include:open.acme.example", terms = { "-all" } },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-tree-permerror"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx -all" } },
      fields = { reason = "mx: more than 10 MX records" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-tree-unknown"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx -all" } },
      fields = {
         name = "acme.example",
         reason = "mx: not learnt from DNS (timeout)",
         status = "timeout",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-txt-over-1232"] = {
      fields = { octets = 1349, records = 7 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-txt-over-450"] = {
      fields = { octets = 451, records = 2 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-txt-over-512"] = {
      fields = { octets = 565, records = 4 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-type99"] = {
      evidence = { { name = "acme.example", type = "SPF", value = "v=spf1 -all" } },
      subject = "acme.example",
      type = "SPF",
   },
   ["spf-type99-differs"] = {
      evidence = { { name = "acme.example", type = "SPF", value = "v=spf1 -all" } },
      subject = "acme.example",
      type = "SPF",
   },
   ["spf-type99-only"] = {
      evidence = { { name = "acme.example", type = "SPF", value = "v=spf1 -all" } },
      records = {
         { name = "acme.example", type = "TXT", values = { { "v=spf1 -all" } } },
      },
      subject = "acme.example",
      type = "SPF",
   },
   ["spf-unknown"] = {
      fields = { server = "the configured servers", status = "servfail" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-void-idle"] = {
      fields = { count = 3, counted = "by term", family = "IPv6" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-void-over-limit"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 a:x1.acme.example a:x2.acme.example a:x3.acme.example -all",
         },
      },
      fields = { bound = "", count = 3, term = "a:x3.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-void-over-limit-family"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 a:v1.acme.example a:v2.acme.example a:v3.acme.example -all",
         },
      },
      fields = { count = 3, family = "IPv4", term = "a:v3.acme.example" },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-void-queries"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 mx ip4:192.0.2.9 -all",
         },
      },
      fields = { count = 3, family = "IPv4", term = "mx", terms = 1 },
      subject = "acme.example",
      type = "TXT",
   },
   ["spf-void-risk"] = {
      evidence = {
         {
            name = "acme.example",
            type = "TXT",
            value = "v=spf1 exists:%{i}.a.acme.example exists:%{i}.b.acme.example ptr -all",
         },
      },
      fields = { ip4 = 3, ip6 = 3 },
      subject = "acme.example",
      type = "TXT",
   },
   ["zone-agrees"] = {
      fields = {
         asked = { "acme.example TXT", "acme.example MX", "_dmarc.acme.example TXT" },
         count = 2,
      },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-answer-unknown"] = {
      fields = { hosts = { "ns2.acme.example" }, status = "timeout", type = "TXT" },
      subject = "acme.example",
      type = "TXT",
   },
   ["zone-large-answer-missing"] = {
      fields = {
         host = "ns2.acme.example",
         octets = 627,
         status = "timeout",
         type = "TXT",
      },
      subject = "acme.example",
      type = "TXT",
   },
   ["zone-ns-alias"] = {
      evidence = { { name = "acme.example", type = "NS", value = "ns.acme.example" } },
      fields = { host = "ns.acme.example", target = "ns2.acme.example" },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-ns-dangling"] = {
      evidence = { { name = "acme.example", type = "NS", value = "ns2.acme.example" } },
      fields = { host = "ns2.acme.example", target = "ns2.acme.example" },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-ns-lame"] = {
      fields = { host = "ns2.acme.example", status = "lame" },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-ns-silent"] = {
      fields = { host = "ns2.acme.example", status = "timeout" },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-ns-single"] = {
      fields = { host = "ns.acme.example" },
      subject = "acme.example",
      type = "NS",
   },
   ["zone-ns-unknown"] = {
      evidence = {
         { name = "team.example", type = "NS", value = "ns-2048.awsdns-64.com" },
      },
      fields = {
         host = "ns-2048.awsdns-64.com",
         server = "the zone files",
         status = "not-in-zone",
      },
      subject = "team.example",
      type = "NS",
   },
   ["zone-record-not-everywhere"] = {
      evidence = {
         {
            name = "_dmarc.acme.example",
            type = "TXT",
            value = "v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example",
         },
      },
      fields = { hosts = { "ns2.acme.example" }, type = "TXT" },
      subject = "_dmarc.acme.example",
      type = "TXT",
   },
   ["zone-serials-differ"] = {
      fields = { serials = { "ns1.acme.example has 1", "ns2.acme.example has 2" } },
      subject = "acme.example",
      type = "SOA",
   },
   ["zone-servers-differ"] = {
      evidence = { { name = "acme.example", type = "TXT", value = "v=spf1 mx -all" } },
      fields = { type = "TXT", versions = 2 },
      subject = "acme.example",
      type = "TXT",
   },
   ["zone-unknown"] = {
      fields = { server = "the configured servers", status = "servfail" },
      subject = "acme.example",
      type = "NS",
   },
}
