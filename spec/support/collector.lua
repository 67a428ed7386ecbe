-- SPDX-License-Identifier: MIT
-- A busted helper: a collector that runs whole cycles, and hardly ever rests. An object that the C side keeps without a
-- reference dies early here, in a plain run perhaps never.
require "spec.support.skipped"
collectgarbage("incremental", 110, 1000, 40)
