-- SPDX-License-Identifier: MIT
-- A key record for people: what it is, tag by tag, then every fault with its place. A function of data; nothing is
-- looked up.
local dkim_words = require "sesame.check.dkim_words"
local lint_text = require "sesame.report.lint_text"
local paste = require "sesame.base.paste"
local redact = require "sesame.dkim.redact"
local text = require "sesame.base.text"

local report = {}

local VALUE_MAX = 32 -- characters of a tag's value shown beside its meaning; the whole record stands at its faults

local VERDICT = {
   usable = "usable", unusable = "not usable", revoked = "revoked", ["no-key"] = "not a DKIM key", none = "no key",
   depends = "depends on the receiver", unknown = "unknown",
}

local HEAD = { error = "Error: ", warning = "Warning: ", notice = "Notice: " }

-- What cannot be pointed at because it is missing gets the byte before it.
local function place_of(shown, range)
   if range[1] < range[2] or shown == "" then return range end
   local from = math.min(range[1], #shown - 1)
   return { from, from + 1 }
end

local function append_faults(lines, record, key)
   local shown = redact.text(record, key)
   for _, fault in ipairs(redact.faults(key)) do
      text.append(lines, text.wrap(("%s%s (%s)."):format(HEAD[fault.severity], fault.message, fault.code), "  ", "  "))
      local range = place_of(shown, redact.range(record, key, fault.range))
      for _, row in ipairs(text.underline(shown, range, { indent = "    ", quoted = true })) do
         lines[#lines + 1] = row.text
         if row.marks then lines[#lines + 1] = row.marks end
      end
   end
end

local function shorten(value)
   local shown = text.escape(value)
   if #shown <= VALUE_MAX then return shown end
   return ("%s... (%d)"):format(shown:sub(1, VALUE_MAX - 12), #value)
end

local function append_tags(lines, record, key)
   local rows = {}
   for _, tag in ipairs(dkim_words.tags(key, record)) do
      rows[#rows + 1] = { ("%s=%s"):format(text.escape(tag.name), shorten(tag.value)), tag.meaning }
   end
   for _, default in ipairs(dkim_words.defaults(key)) do
      rows[#rows + 1] = { ("(no %s=)"):format(default.name), default.meaning }
   end
   text.append(lines, text.columns(rows, "  "))
   if key.fingerprint then lines[#lines + 1] = "  SHA-256 " .. key.fingerprint end
end

local function append_record(lines, record, key)
   if #key.tags > 0 and key.is_key then append_tags(lines, record, key) end
   append_faults(lines, record, key)
end

local ABSENT = {
   nxdomain = "The name does not exist (NXDOMAIN).", nodata = "The name exists, but it has no TXT record (NODATA).",
}

local function nothing(result)
   if result.known == "unknown" then
      return ("It could not be learnt: %s. That is not the same as missing: receivers put such mail off or try again.")
         :format(result.status)
   end
   return (ABSENT[result.status] or "There is no record.") .. " Signatures that name it fail."
end

--- The lines about RESULT { name or nil, known, status, chain, check, texts } as one text.
function report.text(result)
   local check, lines = result.check, {}
   local verdict = result.known == "unknown" and "unknown" or check.status
   local first = check.records[1]
   local material = #check.records == 1 and first.is_key and dkim_words.material(first)
   if result.pasted then lint_text.taken(lines, result.pasted[1]) end
   local head = ("%s: %s%s"):format(text.escape(result.name or "the record"), VERDICT[verdict], material
      and ", " .. material or "")
   text.append(lines, text.wrap(head, "  ", ""))
   for _, target in ipairs(result.chain or {}) do lines[#lines + 1] = "  CNAME " .. text.escape(target) end
   if #check.records == 0 then text.append(lines, text.wrap(nothing(result), "  ")) end
   for i, key in ipairs(check.records) do
      if #check.records > 1 then
         lines[#lines + 1] = ""
         lines[#lines + 1] = ("Record %d of %d: %s"):format(i, #check.records, VERDICT[key.status])
      end
      append_record(lines, result.texts[i], key)
   end
   if check.halves then
      lines[#lines + 1] = ""
      text.append(lines, text.wrap(("Records %d and %d are one key that was cut in two; receivers never join records. "
         .. "Question: do they belong together? Then publish them as strings of one record:"):format(check.halves.first,
         check.halves.second), ""))
      lines[#lines + 1] = "  " .. paste.line(nil, check.halves.record)
   elseif #check.records > 1 then
      lines[#lines + 1] = ""
      text.append(lines,
         text.wrap("There must be exactly one record: a receiver may take any of them (RFC 6376 3.6.2.2).", ""))
   end
   lint_text.publish(lines, { mended = result.mended, publish = result.publish,
      pasted = result.pasted and result.pasted[1] })
   return table.concat(lines, "\n") .. "\n"
end

return report
