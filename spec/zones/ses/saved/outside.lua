-- SPDX-License-Identifier: MIT
return {
   identities = {
      { domain = "outside.example", region = "us-east-1", file = "us.tokens",
         mail_from = "bounce.healthy-cell.example" },
   },
}
