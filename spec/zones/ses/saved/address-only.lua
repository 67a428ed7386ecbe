-- SPDX-License-Identifier: MIT
return {
   identities = {
      { address = "news@address-only.example", region = "us-east-1" },
   },
}
