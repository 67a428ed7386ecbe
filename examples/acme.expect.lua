-- SPDX-License-Identifier: MIT
-- What the owner of acme.example knows; given to sesame with --expect examples/acme.expect.lua.
-- The file is data: a table, no function is called.
return {
   -- SES identities, one a region: the three Easy DKIM tokens, the custom MAIL FROM name, and what aws sesv2
   -- get-email-identity and get-account said of it (sesame ses plan --init writes this part from such files).
   identities = {
      {
         domain = "acme.example", region = "us-east-1", mail_from = "bounce.acme.example",
         tokens = {
            "laci57k43peadj4sbwqeeqk4uoqqrxiv", "btcjbs5z6z3numlhm7zme2k3y7g5c62g",
            "c7nx7kj5ucqzywufafirp3enc4dav5s6",
         },
         file = "acme-ses-us-east-1.json", account = "acme-account-us-east-1.json",
      },
      {
         domain = "acme.example", region = "eu-west-1", mail_from = "bounce-eu.acme.example",
         tokens = {
            "ymzon5rnxxrbwa7vybimpnzjdncwc36x", "tnftrmejuibyo3c4ctirz3olail4lvwv",
            "mspc57uv6iv7dtetmvc57wszwos7xa3l",
         },
         file = "acme-ses-eu-west-1.json", account = "acme-account-eu-west-1.json",
      },
   },
   -- DKIM selectors in use beside those of SES: "google" would stand for every domain audited.
   selectors = {
      "google._domainkey.acme.example", "k1._domainkey.acme.example", "k2._domainkey.acme.example",
      "google._domainkey.clean.example",
   },
   -- Findings the owner lives with, each with a reason and the day on which it speaks again.
   accepted = {
      {
         code = "spf-many-addresses", subject = "acme.example", expires = "2027-03-31",
         reason = "Google and SES are shared services, and both sign with DKIM",
      },
   },
}
