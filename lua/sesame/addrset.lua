-- SPDX-License-Identifier: MIT
-- sesame.addrset: exact sets of IPv4 and IPv6 addresses. doc/addrset.md describes it.
return require("sesame.core").addrset
