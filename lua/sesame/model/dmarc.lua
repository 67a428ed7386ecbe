-- SPDX-License-Identifier: MIT
-- Model of DMARC discovery: which name holds the record (RFC 9989 4.10), and records at names no receiver reads.
-- It must not judge the policy.
local outline = require "sesame.model.outline"

local dmarc = {}

local WALK_MAX = 8 -- queries of one tree walk, RFC 9989 4.10

-- What a record must begin with: the value is case-sensitive, white space stands around "=" only (RFC 9989 4.8).
local VERSION = "^v[ \t]*=[ \t]*DMARC1[ \t]*"

-- Each pattern finds in lower-cased text what its writer took for a DMARC record.
local NEAR = {
   { "^%s+v%s*=%s*dmarc1", "white space before the version" },
   { "^[\"']+%s*v%s*=%s*dmarc1", "a quotation mark in the data" },
   { "^\xEF\xBB\xBFv%s*=%s*dmarc1", "a byte order mark before the version" },
   { "^v%s*=%s*dmarc1%s*[;]", "the version is case-sensitive: DMARC1" },
   { "^v%s*=%s*dmarc1%s*$", "the version is case-sensitive: DMARC1" },
   { "^v%s*=%s*dmarc1%s+%a", "no semicolon after the version" },
   { "^v%s*=%s*dmarc1.", "something other than a semicolon follows the version" },
   { "^v%s*=%s*dmarc%s*[;]", "the version is DMARC1" },
   { "^dmarc1%s*;", "the record must begin with v=DMARC1" },
   { "^p%s*=%s*%a+%s*;.*v%s*=%s*dmarc1", "the version must come first" },
}

function dmarc.is_record(value)
   return value:find(VERSION .. ";") ~= nil or value:find(VERSION .. "$") ~= nil
end

--- reason, { from, to } of the bytes at fault, or nil when VALUE is no near miss.
function dmarc.near_miss(value)
   if dmarc.is_record(value) then return nil end
   local lower = value:lower()
   for _, near in ipairs(NEAR) do
      local from, to = lower:find(near[1])
      if from then return near[2], { from - 1, math.min(to, 40, #value) } end
   end
end

--- The names to ask for DOMAIN in order: itself, then its ancestors, at most eight (RFC 9989 4.10).
function dmarc.walk(domain)
   local labels = {}
   for label in domain:gmatch("[^.]+") do labels[#labels + 1] = label end
   local names, first = { domain }, 2
   if #labels > WALK_MAX then first = #labels - (WALK_MAX - 2) end
   for i = first, #labels do names[#names + 1] = table.concat(labels, ".", i) end
   return names
end

local function read_place(answer, owner)
   local place = outline.of(answer, { name = answer.name, owner = owner, records = {}, near_misses = {} })
   if answer.known ~= "present" then return place end
   local values = {}
   for i = 1, #answer do values[i] = answer[i] end
   table.sort(values)
   for _, value in ipairs(values) do
      local reason, range = dmarc.near_miss(value)
      if reason then
         place.near_misses[#place.near_misses + 1] = { value = value, reason = reason, range = range }
      elseif dmarc.is_record(value) then
         place.records[#place.records + 1] = value
      end
   end
   return place
end

function dmarc.questions(domain)
   return { { name = "_dmarc." .. domain, type = "TXT" } }
end

local function psd(record)
   return record:match("^.-;%s*psd%s*=%s*([ynuYNU])%s*%f[;\0]") or record:match(";%s*psd%s*=%s*([ynuYNU])%s*$")
end

-- Which of the places above the domain rules it (RFC 9989 4.10.1): the one marked psd=n if met first, the one below
-- psd=y, else the one with the fewest labels. Returns that place or nil, and the place that could not be learnt.
local function governing(places)
   local found
   for _, place in ipairs(places) do
      if place.known == "unknown" then return nil, place end
      if #place.records == 1 then
         local mark = (psd(place.records[1]) or "u"):lower()
         if mark == "y" and found then return found end
         found = place
         if mark ~= "u" then return found end
      end
   end
   return found
end

-- Names where a record is put by mistake, and what the mistake is.
local function wrong_places(domain)
   return {
      { "dmarc." .. domain, "the underscore is missing" },
      { "_dmarc." .. domain .. "." .. domain, "the domain is there twice" },
      { "_dmarc._dmarc." .. domain, "_dmarc is there twice" },
   }
end

local function misplaced(context)
   local wrong, questions, list = wrong_places(context.domain), {}, {}
   for i, place in ipairs(wrong) do
      if #place[1] <= 253 then questions[#questions + 1] = { name = place[1], type = "TXT", reason = i } end
   end
   for i, answer in ipairs(context.facts:get_all(questions)) do
      local place = read_place(answer)
      for _, value in ipairs(place.records) do
         list[#list + 1] = { name = place.name, value = value, reason = wrong[questions[i].reason][2] }
      end
   end
   return list
end

local function at_apex(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer or 0 do
      if dmarc.is_record(answer[i]) then list[#list + 1] = answer[i] end
   end
   table.sort(list)
   return list
end

--- { name = "_dmarc.<domain>", known, status, server, chain, records, near_misses, at_apex = { text },
-- misplaced = { { name, value, reason } }, inherited = { owner, name, record } or nil, unlearnt = place or nil }.
-- Ancestors and wrong places are asked only where the domain's own name holds no single record.
function dmarc.build(context)
   local own = read_place(context.facts:get("_dmarc." .. context.domain, "TXT"), context.domain)
   local model = own
   model.at_apex, model.misplaced = at_apex(context.facts:get(context.domain, "TXT")), {}
   if own.known == "unknown" or #own.records == 1 then return model end
   local names, questions = dmarc.walk(context.domain), {}
   for i = 2, #names do questions[i - 1] = { name = "_dmarc." .. names[i], type = "TXT" } end
   local places = {}
   for i, answer in ipairs(context.facts:get_all(questions)) do places[i] = read_place(answer, names[i + 1]) end
   local place, unlearnt = governing(places)
   if place then model.inherited = { owner = place.owner, name = place.name, record = place.records[1] } end
   if unlearnt then model.unlearnt = { name = unlearnt.name, status = unlearnt.status, server = unlearnt.server } end
   model.misplaced = misplaced(context)
   return model
end

return dmarc
