/* SPDX-License-Identifier: MIT */
/* p= values for the tests of key records: made for them, and used nowhere else. Only RSA_1024,
 * RSA_2048 and RSA_2048_E3 are real keys; the private ones are the right shapes around random
 * numbers. */
#ifndef SESAME_SPEC_DKIM_KEYS_H
#define SESAME_SPEC_DKIM_KEYS_H

#define RSA_1024                                                                                   \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCsJq6FXBBHqUQsheT0/a1l6ZDbjFI69/rcMUOk"                   \
  "z4Upcf3RSPvm9O/LPB8QaKktot47C7nM1Os+ZCCY7D4GvACLDNcAVsMPdbiFcaSkzxrUh/LEDTzh"                   \
  "K6+jJNF+xqHhz26htHcG+CRL6AtsUmfHf+mCt93IPsuybblRJzMYd16w/QIDAQAB"
#define RSA_1024_PKCS1                                                                             \
  "MIGJAoGBAKwmroVcEEepRCyF5PT9rWXpkNuMUjr3+twxQ6TPhSlx/dFI++b078s8HxBoqS2i3jsL"                   \
  "uczU6z5kIJjsPga8AIsM1wBWww91uIVxpKTPGtSH8sQNPOErr6Mk0X7GoeHPbqG0dwb4JEvoC2xS"                   \
  "Z8d/6YK33cg+y7JtuVEnMxh3XrD9AgMBAAE="
#define RSA_2048                                                                                   \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof"                   \
  "5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nKN3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2g"                   \
  "XDw6Ottdt8u5tApiS4HF11yOiH3jjpkPBejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq9"                   \
  "5g2W8RhY1R3kXMXHZK80OLjovucLBlzYFcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsO"                   \
  "S4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHVX+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0Rza"                   \
  "kjGEuwIDAQAB"
#define RSA_2048_PKCS1                                                                             \
  "MIIBCgKCAQEAv25jiMlppww/tE4Pk8Jchd5xZLzHGlof5TDoOfrGQ38ie7PjDECHnO4V2Y+tL5nK"                   \
  "N3jh7TN7Rev20F3w3GZEB/sLeWdhqy90TUalehuFBz2gXDw6Ottdt8u5tApiS4HF11yOiH3jjpkP"                   \
  "BejBLStU0eLloucipzSBR4gHPg5FbFlPfaQXK15ByGq95g2W8RhY1R3kXMXHZK80OLjovucLBlzY"                   \
  "FcTmGMmmuno05o+zNjYfMRXfedflopU2SLQqGALRitsOS4f2nXEYUFkFT7y2AkNhxD+D/4VTBSHV"                   \
  "X+pvoJdyDvwkffMJr/j/XCfnOYxyDa77ZVRjv2AH0RzakjGEuwIDAQAB"
#define RSA_2048_E3                                                                                \
  "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAzZQPIy9h/F89tQT7+H0mVHScSpUcvS3t"                   \
  "IWfUwtXzx4igO0L0j6H9LcoAtA0iZp8lPiM67cnlEVFhoozThwi0mJ7cus4XYgPVMGuKxDP8tQkG"                   \
  "qesg3jDk4rykw4sc1j1kB/5lDG5qwtM461MsTjDM2qb1Cz17IbuaozGMFDMHPsTjEv9c2bAo0fA/"                   \
  "hbLhVve3DWdgPRzTcWgX8pE7kZV/28BFmKiLpp/mflYl0Z/AX8OSEUoxGqPy50CWCPyo6u0jg5pk"                   \
  "9SE/zM/Y+Yi8gHSrBHjPm4pMBP7LhGu9UIut4RvGp4uBhTxmOzkZDlI5wX+/X86Ui8ZgEufyQd1Y"                   \
  "Dn6bOQIBAw=="
#define RSA_512                                                                                    \
  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANsFFm8ABrBCM3EQhz9Rh1gfRXiEit3pfucRNLwK+W+H"                   \
  "AXc+MXgrMJ//vB18gkP43VVSIh8DT4THGofE+a0/iQ8CAwEAAQ=="
#define RSA_1016                                                                                   \
  "MIGeMA0GCSqGSIb3DQEBAQUAA4GMADCBiAKBgADcaQLyq6G1PtwGGVdKSs5PyFO1xelMw//HasGU"                   \
  "REl9JEEeMSGeHWwoe4m3rf5H8LPRN6ZoPQnqF6aW58lU0hKr/J6e5ge06L7RtPOLZQQ+77Mw/cff"                   \
  "8VP/0t8VtStxudEUSbog/Kor/WKYiWs83a8Oe3Lw6hFwUzV8xOOvMaPvAgMBAAE="
#define RSA_2056                                                                                   \
  "MIIBIzANBgkqhkiG9w0BAQEFAAOCARAAMIIBCwKCAQIAkdTxjtUWBjumpvLBn2EWJWVOrZ5S47s4"                   \
  "A28OGipUICnHGXKHfZSiBLzWTKZYY9KOR4PW3MQbmtFgWuMfjOBjUQlPQt2Y6iaZMjqUK1BX89Wk"                   \
  "KB8AbR6/s/HKRawOVnVgLs81o6OEYIgUXm3hrce9tu7j6e/pDsJQoaHz+z0ERipGDm3X4KIiRF9H"                   \
  "1CS1iXl8tuQW/yJNQJZEmWaWY+foUNnj/nwg22jW1NUbwXwbqoeBKgyVpzhJHQ0NNsqH/WtWSXvp"                   \
  "kRe1oPtzSRTiQZWjuULkZPOAg4hvPMraUuba3m9eYylNUnpd739cQzsxlO4I0SNQ4vPUvvEP8aPb"                   \
  "tv80a70CAwEAAQ=="
#define RSA_4096                                                                                   \
  "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAvW25SaTbFar9k0Zr9twIHVrLBPjYeIDt"                   \
  "g9xdeEe/VOCqfp1Dyf1KrU+2goLV7YTKO0H3fBFR1y3TtXsZQZoZSlK+/vPlZoFWxooye1x6dqMw"                   \
  "eItALCnJ1zdgzdM1B7DLKCsNAfa5m69BdBQyQVh5HymW1y3JJxacSgp1SeR2htKNd2LzvuJQrjNF"                   \
  "YKlvY8XnXyBjZ/b/YGUart4duFlEIlR3C6on7oWgTwkD02DpKYXX4qjXmcLziyb+0adCMh6tdpVe"                   \
  "x9m8RU7/SgUxNY66BvV6WmJf69NJOIL5BEklJyr0DKh7+a+0Gf5bNw0d8HiRlj5xEvna3MFNnfZ4"                   \
  "cJieE77+7CU2vEisNI3/Wk4oJfW4XsQq5XG361a928Z/KxoBY/3CExhacRmSzebcPbQ0Fw3lXsTM"                   \
  "YoiM9Rlrvieakqorffa/DAN1uIp/XAbMOg7jM++Ux5wQbvMhObTuXTBJ75dU1AF2G0kxvPz1YqYJ"                   \
  "i/4WyiZ6SXVEYgGfMK6q/5JJT+ZO9ykOaZAKP+Xj9LbWYPu/dlcTiONnV2Fpta44hXURAPBv6a8u"                   \
  "o3nqay5YxieFmlVBg6SlZkToocKuILfFGKTBB1xM0v5RdCG4zazXEXLTIcEJ8qlGNc9if661GYxU"                   \
  "4LVdXnQOT1aafNtFGj535WDWpNOM5RZ8+o9mHSfsc2sCAwEAAQ=="
#define RSA_4104                                                                                   \
  "MIICIzANBgkqhkiG9w0BAQEFAAOCAhAAMIICCwKCAgIA2gkhpaaWhyNRBThsjtKrcFR6h9DVG9vD"                   \
  "sIi2NEo1Mt0/bOAnxIsltAgdoNI/WZzY20Mv8MIPonE+Wcn7PKEJDuGfryNgEqcGtrjsKqpVqy7/"                   \
  "A+LCDuEfpX5HUP0aOeoV1gXigfuofRaYDExhyyfbgnz0HDOb6cczZja5eIVqdetAWnXk9FB9mrFB"                   \
  "LipuOnLyA7JsLtNA2y5b9KL80SrdY+JfgsS2UBXRlIoQsObNJzi4D8BuVbR7Nz14clldjPZHZCxz"                   \
  "Re7wGX61so8SUnslNv0ceJNQHILvW6wx+fwFmjHGBwl+I3A1SSHbOjlrzyDo2wD/sgJflhxYflxG"                   \
  "pysC6kfFMjqO+7wB1zBhTH3R1mus9emcWvTgH22944dlcaw6owb2425pnPaOsw7TgLdMN2oG0YBT"                   \
  "O+m93zw2tFSF2U9tYwtSTYOUvHgbHmoFgRMLMPu7o0MY0vKtri762JsIjWoRMgo8nTvCD/zhxyaw"                   \
  "LNqD44o1lRFvqO9xaThPRyRxAzxFH7JeNGWSMMormMWbVwf2BUJcBlKYa8ftr68ER8m3f6sQpO/2"                   \
  "C9OS36WbGR79qdJ29oWrMQI4FK1HiBtG3RwHh8Il+ty1O8LmuStmK7JuSbnE5O7BQAx5tCwWqXQh"                   \
  "xVCOyJosLxw3M0YasC1DaYKEjWpQboKsyNmbr0N+0TbpAgMBAAE="
#define RSA_E1                                                                                     \
  "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAjidbASu74Lm5mxpD9gQy84iACqELj/Gr"                   \
  "22bhCmirWGeVArbDkJrWzK92VB9nrTCI9FTynC/5mMwhZwQHlWDJmcIFm/3TTFXOlO55z2A31Se4"                   \
  "wy0tZvkKeI44v72OND1GfLPheVPOfNLo5NdrUVvzgXzpExfZt28/wdi0lzCshrjOwzNBTxHGFQkB"                   \
  "x757YXJWBHvXikkVxMH5/qCf9Wr4tOsKnGFdtolz7ZM/VYAVA+/GhQaOOWXIj4qNA6DIZVurlVe8"                   \
  "B5xBy6GX2G+dJJJ1OcKGzvcxfrTfFya0exihBK5Suk+etA+lxHoR3OtooRYLghkeC+1IdWMKL9LZ"                   \
  "8v09pwIBAQ=="
#define RSA_E_EVEN                                                                                 \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApHrPPVWyTeyX6BmVSxtgDGZCdg799oy8"                   \
  "VFsqvlJrPGpwUXQ11OVOPofC6yiTbYyy/IlomOae4H350A8eU6+EUmbQmuVhsfSHxqBbutkW600K"                   \
  "jmuumc3uyovrvYy7+zRHiKHwQHQyOIuWxsFm6UI30iduoacAKLay5xWqhptdNsnNmkRIKAkR6AfM"                   \
  "QbpdRLQd0xkEDUpeOQ8MT9rVtoctfrHI2bkRQWibjtCZOyebL+TfKIWN1pZSTwzhey2dgYroPHJO"                   \
  "+HXY7C8AiRsQNAW4xnKsmeepUUrLJFNqlhrRJoZQ8sm6gR5VvYlDESPOcHzzBZtpbcXqUPvonkuw"                   \
  "F7PZOQIDAQAA"
#define RSA_E_LARGE                                                                                \
  "MIIBJTANBgkqhkiG9w0BAQEFAAOCARIAMIIBDQKCAQEAqZPRlsI3pGtP7oHfep027+YBrccG2aRa"                   \
  "7fEyQcfj/uOMJQMFa2dfqtxPeBT4setMhYEK0V5ncK386977lNX5Vb8g+CqOEMXTKiO7sUYtZakS"                   \
  "/AyNu3ltXcq6TMD8q9BVCyZsLhDptzWV9Jxx0DyvZOaWhZTpIvzLXfX3vE0y26BKun97DK1xb3qs"                   \
  "voqhLqOu2gquRAs/xt0Vlg1YP/vsqv9ZPEulgX7gqyVVFIHdct2HuedxW/fMkM7OdkYy9NI+mbuY"                   \
  "QfOuE0lC19XQSQZ7MJVuVjelA5PBu5/8ZAqmFaigaYqae23j0Cna/Pdy2faOKsgZffzZxo8WonLo"                   \
  "LEZ39wIGAQAAAAAP"
#define RSA_E_HUGE                                                                                 \
  "MIIBLDANBgkqhkiG9w0BAQEFAAOCARkAMIIBFAKCAQEAkfxashOMJ1uYKjGupvSzi263c0W+1N5e"                   \
  "ImjFkQRmKDDZOscj4auQKbEpnjc+WzXOsTfh4b6DerlajH8j7h8PVZZzATVuNEvW67p7mYYqGco5"                   \
  "WBrm9K47T14QJQQai+5FAXq3s2GR8vzJziM8L4xFepH0OeKt77A7lmGKMha5iB9RTA+6rO13JiIq"                   \
  "B9xJi02oqi3Ai1bN5W/SpNnQNac3b++D4B5x8KL6XlrcKpE692UYdgowpwobulAcvNk8bpveOyAS"                   \
  "bnlPmNl4ho1jVtfR+AHaHQEwPRdBONiuL1qMjJNkNwd5TAxP58P5Tx+a1v7p2KqCTRkHu6G0cRQw"                   \
  "Ja8LDwINDmx5DmY+DNJ9FHirhQ=="
#define RSA_EVEN                                                                                   \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxw+lE7rrrwn2u8t4DnaQD7Y9Yox8QDu+"                   \
  "Y7I2dJmwYRzHrKuwDnuPV6HlV26v9PB+jjhX4wROQjXESyJM5M5ao1KvOdezXgYq4MpyV+TVq50L"                   \
  "6t0tVyfDozNQr3r6e7vEBXuKI5BwQYSILD1/4O4aqxSyuN8je1MEyNN8gw6ukeydM0SUhQUFFKa/"                   \
  "9H8dPepDOTPRjGW6OeiqRJg6naiSybAS0L1LhuhI7NaWJbs5sMTRw9RBJ7p7HsIFxEPUDY8r4qRV"                   \
  "KyCvcbaf6n1XjpVLL+DfkP+v5fRzTJwZOUdc4Xr3UJ63h8KwAfbqZZS91t2E7ydpup3wJKQMUlXT"                   \
  "EOAG7gIDAQAB"
#define RSA_NEGATIVE                                                                               \
  "MIGeMA0GCSqGSIb3DQEBAQUAA4GMADCBiAKBgPW1hdIV3V36N1OI1qMsH+FQNTWvpCrsF1ZFQ8gH"                   \
  "laAhuIWghFE4JWG0xB20aF+hdeA2/P6YJUTzNZ3YfQZ7gfFjW/mzceQCFdY83ycuet+Cj0j+wqUu"                   \
  "98SXcn9k2vGR0lXNY2Rac08A54TM3JJ3FwbgWoyHdrc7bUX5IKu3ru69AgMBAAE="
#define RSA_NO_NULL                                                                                \
  "MIIBIDALBgkqhkiG9w0BAQEDggEPADCCAQoCggEBAKnFeH5JZApWFE1UFVP1aioeNVGrOv4do09U"                   \
  "WfFqw8g2MepsjAV+e2jqAcegJpkbve+zUv3xUW7CJH7IQlHbmKCyEy0jpnT3h/2BongztCJqsabE"                   \
  "xxymTU1emsUEte16TAl2I49CbTuD3fNJrs8dirOarVWlZedSAj49LNjoo2W45jXl6B2DDS9cCN1S"                   \
  "4jKD8tyImuL+tJmpmN6Qd7tIZl4btDMAmDYBlgo/WO3gmLoC2tdRc1zkigxIR+ibkivEV628rlB+"                   \
  "BL8C38itkJUwwBe6+75+sNfc2BemeHKAuWmlF4Lpu2LcVTZQO3O0zbtII0dYzpdPrjpDYAEnoHSA"                   \
  "bIUCAwEAAQ=="
#define RSA_TRAILING                                                                               \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDgqMK4qphlILf6Woa+11ASc6J2laP4dVYRVUeJ"                   \
  "XsNcmF1qY03mDItwpzetoIGnwxw3Ny79lPT8VCTAY+7DE3ae+xNvg+sJIR6mza4ADNQ005JC2JZ5"                   \
  "wyLw/1kTUnvJBbWNDWaKANZqNC6YMPV2KZYExRj4EhlTJJECXECKiw2tLwIDAQABAAA="
#define RSA_TRAILING_INSIDE                                                                        \
  "MIGhMA0GCSqGSIb3DQEBAQUAA4GPADCBiQKBgQCNvvffcsIHDwlwrF+viMfAXUoglAymxnnW3zxa"                   \
  "O+1nGw3oPM3oYhZdWkcDwBns9hc1yuzLYyMj3XEoOI4cuqMAA6UUoUHjamgw5aW95CEDmPLruvEF"                   \
  "PKUrG44Y4O5RDIXqcbCZOOnj+OUT6LewDpl5qKItABjXYHfNZY+GFZ1mDQIDAQABBQA="
#define RSA_LONG_LENGTH                                                                            \
  "MIIAnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAs31ftTJBl1WvStwmeBrXZIHLWTsBnx6Bkulc"                   \
  "psnls3r7M+6MfzgTpzI6TxVCLl3o5A+yQAHcZqP4CHg6ryfH93E6VKXaBnpQC2H64/gcotX6Rk7x"                   \
  "qhChSuWtCrsZT+PFEVIfYnozlIH73qfA8fqLNzL+7i6huvhDTCQZi7QiRKMCAwEAAQ=="
#define EC_SPKI                                                                                    \
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9h/ArB4TurmUuAAImtdgDin3a1R1OFNGCB9C0uq0"                   \
  "Vh7zKne3IQeYkUExGNpPSWUWJkyjcivxUSDLQ7cmAO8s4w=="
#define ED_RAW "wzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I="
#define ED_SPKI "MCowBQYDK2VwAyEAwzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I="
#define ED_SHORT "wzHfTDyIXRaawYdvEV8dcw=="
#define PRIVATE_PKCS1                                                                              \
  "MIGpAgEAAiEAm4rk3RINoG635UmIiGw50cpRZzYTdkYgENM1Z73wYtcCAwF06QIga+WmAzOZcmYo"                   \
  "BZOI7BU/tnNd/JtfiT7xjtK+bL2/F48CEQCS6JbNMKjsxotWQvPgJapzAhEA8E/r6Jfu8a4V3S7i"                   \
  "9S4ukQIQVdN2GK/xMJBbSyVTbX5ydQIQSY8kDy9S4Rv8Ip45Rm/IDQIQLZcXf39mfPVtw9O2zr8F"                   \
  "yw=="
#define PRIVATE_PKCS8                                                                              \
  "MIHBAgEAMA0GCSqGSIb3DQEBAQUABIGsMIGpAgEAAiEApjnPLitmWvKyxnWE73fRsUoBV8zhEbVi"                   \
  "n0svUxhGiQcCAwHvPwIgdjKKunFHf9AcrxlTdsKtiJ7abGTh1DruIbYjhnoGhiMCEQDYSc6gmxiq"                   \
  "YAVcwA1EVnXHAhEAu144xnL3jzsgVH20/QbEJwIQQdpnakrfmJHf34MCdfwBBwIQQxgWHZvXAIL8"                   \
  "EFdSFyf2dwIQI2INl0LwQd7Tl/mLXT+UrQ=="
#define PRIVATE_ED "MC4CAQAwBQYDK2VwBCIEIMMx30w8iF0WmsGHbxFfHXMIIP4N2Dbnv7Hlw3LKQ5PS"
#define ENCRYPTED                                                                                  \
  "MDkwDQYJKoZIhvcNAQUNMAAEKHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"                   \
  "eHg="
#define CERTIFICATE "MB4wCKADAgECAgEHMA0GCSqGSIb3DQEBAQUAAwMAeHg="
#define SSH_RSA "AAAAB3NzaC1yc2EAAAADAQAB"
#define PEM_PUBLIC "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUlHZgotLS0tLUVORCBQVUJMSUMgS0VZLS0tLS0K"
#define PEM_PRIVATE                                                                                \
  "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlDCi0tLS0tRU5EIFJTQSBQUklWQVRF"                   \
  "IEtFWS0tLS0tCg=="

#endif
