-- SPDX-License-Identifier: MIT
-- The word that stands in the place of a server (options.server) for the public DNS beneath master files: what it says
-- of a name that these cover. Sources pass it on; that of master files knows it.
return "beneath"
