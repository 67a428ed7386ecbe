-- SPDX-License-Identifier: MIT
-- sesame.taglist: "k=v; k=v" texts of DKIM, DMARC, BIMI, MTA-STS and TLS-RPT. doc/taglist.md describes it.
return require("sesame.core").taglist
