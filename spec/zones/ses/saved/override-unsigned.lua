-- SPDX-License-Identifier: MIT
return {
   identities = {
      { domain = "override-unsigned.example", region = "us-east-1", file = "us.tokens",
         mail_from = "bounce.override-unsigned.example" },
      { address = "news@override-unsigned.example", region = "us-east-1", file = "unsigned-address.json" },
   },
}
