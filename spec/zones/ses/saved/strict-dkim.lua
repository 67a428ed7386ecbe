-- SPDX-License-Identifier: MIT
return {
   identities = {
      { domain = "strict-dkim.example", region = "us-east-1", file = "us.tokens",
         mail_from = "bounce.strict-dkim.example" },
   },
}
