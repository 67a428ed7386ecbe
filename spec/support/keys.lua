-- SPDX-License-Identifier: MIT
-- p= values for specs: those of spec/core/dkim_keys.h, read from there, under short names.
local file = assert(io.open("spec/core/dkim_keys.h"))
local header = file:read("a"):gsub("\\\n", "")
file:close()

local NAMES = {
   certificate = "CERTIFICATE",
   ec = "EC_SPKI",
   ed25519 = "ED_RAW",
   ed25519_spki = "ED_SPKI",
   even = "RSA_EVEN",
   exponent_1 = "RSA_E1",
   exponent_3 = "RSA_2048_E3",
   exponent_even = "RSA_E_EVEN",
   exponent_large = "RSA_E_LARGE",
   no_null = "RSA_NO_NULL",
   pem_public = "PEM_PUBLIC",
   private = "PRIVATE_PKCS1",
   rsa_1016 = "RSA_1016",
   rsa_1024 = "RSA_1024",
   rsa_2048 = "RSA_2048",
   rsa_2048_pkcs1 = "RSA_2048_PKCS1",
   rsa_2056 = "RSA_2056",
   rsa_4096 = "RSA_4096",
   rsa_4104 = "RSA_4104",
   rsa_512 = "RSA_512",
   ssh = "SSH_RSA",
   trailing = "RSA_TRAILING",
}

local keys = {}
for name, macro in pairs(NAMES) do
   local body = assert(header:match("#define " .. macro .. "%s+([^#]*)"), macro)
   local parts = {}
   for part in body:gmatch('"([^"]*)"') do parts[#parts + 1] = part end
   keys[name] = table.concat(parts)
end

return keys
