-- SPDX-License-Identifier: MIT
-- Addresses that never send mail to the world, and what they are for. Data and one question; it must not know SPF.
local addrset = require "sesame.addrset"

local reserved = {}

-- Ranges from which no mail reaches the world: RFC 6890 and the registries it began.
local RESERVED = {
   { "0.0.0.0/8", "\"this network\"" }, { "10.0.0.0/8", "private addresses (RFC 1918)" },
   { "100.64.0.0/10", "addresses shared by a provider's customers (RFC 6598)" },
   { "127.0.0.0/8", "loopback addresses" },
   { "169.254.0.0/16", "link-local addresses" }, { "172.16.0.0/12", "private addresses (RFC 1918)" },
   { "192.168.0.0/16", "private addresses (RFC 1918)" }, { "224.0.0.0/4", "multicast addresses" },
   { "240.0.0.0/4", "reserved addresses" }, { "::/127", "the unspecified or loopback address" },
   { "fc00::/7", "unique local addresses (RFC 4193)" }, { "fe80::/10", "link-local addresses" },
   { "ff00::/8", "multicast addresses" },
}

--- What the whole of NETWORK ("192.0.2.0/24") is reserved for, as a phrase; nil for ordinary addresses.
function reserved.use(network)
   local set = addrset.new { network }
   for _, row in ipairs(RESERVED) do
      row.set = row.set or addrset.new { row[1] }
      if not set:is_empty() and (set - row.set):is_empty() then return row[2] end
   end
end

return reserved
