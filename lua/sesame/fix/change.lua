-- SPDX-License-Identifier: MIT
-- sesame.fix.change: record changes as fixes write them. doc/fix.md describes it.
return require "sesame.base.change"
