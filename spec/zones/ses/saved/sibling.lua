-- SPDX-License-Identifier: MIT
return {
   identities = {
      { domain = "app.sibling.example", region = "us-east-1", file = "us.tokens",
         mail_from = "bounce.sibling.example" },
   },
}
