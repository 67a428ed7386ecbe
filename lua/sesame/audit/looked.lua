-- SPDX-License-Identifier: MIT
-- What an audit looked at, and what it did not, so that "nothing to mend" can say of what. It must not phrase.
local codes_of = require "sesame.check.codes"
local suite = require "sesame.check.suite"
local unlearnt = require "sesame.finding.unlearnt"

local looked = {}

-- In the order of reports: a subject, the beginnings of the names of its checks, and whether MODELS show that it was
-- looked at.
local SUBJECTS = {
   { "mx", { "mx" }, function(models) return models.mx ~= nil end },
   { "spf", { "spf" }, function(models) return models.spf ~= nil end },
   { "dkim", { "selectors", "dkim", "easy-dkim" }, function(models)
      return models.domainkey ~= nil or #(models.easy_dkim or {}) > 0
   end },
   { "dmarc", { "dmarc" }, function(models) return models.dmarc ~= nil end },
   { "mail_from", { "names", "ses-mail-from" }, function(models) return #(models.mail_from or {}) > 0 end },
}

local by_subject -- subject -> the codes of its checks, once they were asked for

local function codes_by_subject()
   if by_subject then return by_subject end
   local made = {}
   for code, declared in pairs(suite.declarations()) do
      for _, subject in ipairs(SUBJECTS) do
         for _, first in ipairs(subject[2]) do
            if declared.check == first or declared.check:sub(1, #first + 1) == first .. "-" then
               made[subject[1]] = made[subject[1]] or {}
               table.insert(made[subject[1]], code)
            end
         end
      end
   end
   by_subject = made
   return made
end

local function fits_any(globs, code)
   for _, glob in ipairs(globs or {}) do
      if codes_of.fits(glob, code) then return true end
   end
   return false
end

-- Whether a finding about SUBJECT may be in the audit: what is left out by OPTIONS, or not among POSSIBLE (a set of
-- codes, or nil for all), is not.
local function is_wanted(subject, options, possible)
   local only = #(options.only or {}) > 0 and options.only or nil
   for _, code in ipairs(codes_by_subject()[subject] or {}) do
      local wanted = (not possible or possible[code]) and (not only or fits_any(only, code))
      if wanted and not fits_any(options.skip, code) then return true end
   end
   return false
end

-- What a source lists and the audit left alone, since there was too much of it.
local function left_of(models)
   local list = {}
   local function add(what, count)
      if (count or 0) > 0 then list[#list + 1] = { what = what, reason = "too-many", count = count } end
   end
   add("dkim", models.domainkey and models.domainkey.left)
   add("dmarc", models.dmarc and models.dmarc.below_left)
   add("mail_from", models.mail_from_left)
   return list
end

-- Whether zone files were laid over DNS and DOMAIN lies in none of them: none of them was looked at for it.
local function is_beside(situation, domain)
   return situation.kind == "zones" and not situation.offline and #situation.zones > 0
      and not unlearnt.covered(domain, situation.zones)
end

--- What the audit with MODELS looked at: { at = { "mx", "spf", "dkim", "dmarc", "mail_from" } (those it did), not_at =
-- { { what, reason, count or nil, zones or nil }, ... }, only and skip = the globs that left findings out, by = the
-- name of the script whose findings these are, or nil }. Reasons: "not-named" (no selector is known), "not-recorded" (a
-- recording has none), "too-many" (so many more there are), "other-zones" (of what "zones": the zone files are those of
-- `zones`). SITUATION: that of the facts; OPTIONS, EXTRAS as for audit.conclude.
function looked.of(models, situation, options, extras)
   local made = { at = {}, not_at = {}, only = options.only or {}, skip = options.skip or {}, by = extras.by }
   if not (models.domain and models.domain.exists == true and models.spf) then return made end
   for _, subject in ipairs(SUBJECTS) do
      if is_wanted(subject[1], options, extras.codes) then
         if subject[3](models) then
            made.at[#made.at + 1] = subject[1]
         elseif subject[1] == "dkim" then
            made.not_at[1] = { what = "dkim", reason = situation.kind == "replay" and "not-recorded" or "not-named" }
         end
      end
   end
   if is_beside(situation, models.domain.name) then
      made.not_at[#made.not_at + 1] = { what = "zones", reason = "other-zones", zones = situation.zones }
   end
   for _, item in ipairs(left_of(models)) do
      if is_wanted(item.what, options, extras.codes) then made.not_at[#made.not_at + 1] = item end
   end
   return made
end

return looked
