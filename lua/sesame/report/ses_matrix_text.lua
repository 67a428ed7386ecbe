-- SPDX-License-Identifier: MIT
-- The regions of Amazon SES side by side: who sends from there, and will it pass? A section of a report, made from the
-- models; it must not judge.
local names = require "sesame.base.names"
local section = require "sesame.section"

local matrix = {}

local COLUMNS = { "region", "sends", "DKIM", "MAIL FROM", "SPF", "DMARC", "spare" }

local FEW <const> = 4        -- regions that are told one by one; of more, those that are alike share a row
local ADDRESSES <const> = 8  -- rows of identities of addresses
local LABEL <const> = 24     -- characters of an address in its row

local function word(value)
   if value == nil then return "?" end
   return value and "yes" or "no"
end

-- What is wrong with the SPF record of a MAIL FROM name that SES takes, "?" where that is not known, or nil.
local function spf_fault(own)
   local entry = own.mail_from.entry
   if not entry then return nil end
   if entry.spf.known == "unknown" then return "?" end
   if #entry.spf.records == 0 then return "no SPF" end
   if #entry.spf.records > 1 then return "several SPF" end
   local result = entry.sending and entry.sending.result
   if result == "permerror" then return "SPF broken" end
   if not result or result == "pass" then return nil end
   return result == "unknown" and "?" or "SPF omits SES"
end

--- One or two words on the MAIL FROM name of OWN (an entry of models.ses.regions): whether SES takes it, and whether
-- SPF speaks for it.
function matrix.mail_from(own)
   local mail_from = own.mail_from
   if mail_from.kind == "default" then return "SES's own" end
   if mail_from.kind == "unknown" or mail_from.verdict == "unknown" or mail_from.verdict == "none" then return "?" end
   return mail_from.verdict == "right" and spf_fault(own) or mail_from.verdict
end

-- The MAIL FROM domain that mail of OWN leaves with, without DOMAIN where it ends in it, and what its SPF lacks.
local function used(own, domain)
   local stream, name = own.now, own.mail_from.name
   if stream.mail_from == "default" then
      return (own.mail_from.kind == "unknown" or stream.used == nil) and "?" or "amazonses.com"
   end
   if stream.used ~= true or not name then return "?" end
   name = names.canonical(name)
   local short = names.below(name, domain) and name ~= domain and name:sub(1, -#domain - 2) or name
   local fault = spf_fault(own)
   return fault and fault ~= "?" and ("%s: %s"):format(short, fault) or short
end

-- Whether mail of OWN leaves SES: of its account, else of the identity alone.
local function sends(own)
   local account = own.account or {}
   for _, item in ipairs(own.identity.listed or {}) do
      if item.name == (own.name or own.domain) and item.sending == false then return "paused" end
   end
   if account.sending == false or account.enforcement == "SHUTDOWN" then return "paused" end
   if account.production ~= nil then return account.production and "production" or "sandbox" end
   return own.verified and "yes" or "?"
end

local KIND = { easy = "Easy", replica = "replica", byodkim = "own key" }
local STATUS = { PENDING = "pending", FAILED = "failed", NOT_STARTED = "not started" }

-- What signs for OWN, how long its key is, and whether that passes.
local function dkim(own)
   local result, reason, parts = own.now.dkim.result, own.now.dkim.reason or {}, { KIND[own.dkim.kind] }
   local state = result == "pass" and "ok" or "?"
   if own.dkim.unset then state = "not set up"
   elseif own.dkim.verdict == "fails" then state = "fails"
   elseif reason.code == "signing-off" then state = "off"
   elseif reason.code == "not-signing" then state = STATUS[reason.status] or "?" end
   if own.dkim.bits then parts[#parts + 1] = ("%d"):format(own.dkim.bits) end
   parts[#parts + 1] = state
   return #parts > 1 and state ~= "?" and table.concat(parts, " ") or state
end

local SPARE = { both = "yes", spf = "no", dkim = "no", none = "no", unknown = "?" }
local DMARC = { none = "none", unknown = "?" }

local function cells_of(own, domain)
   local now = own.now
   if now.refused then return { "refused", dkim(own), used(own, domain), "no", "-", "no" } end
   return { sends(own), dkim(own), used(own, domain), word(now.spf.aligned), DMARC[now.dmarc] or now.dmarc,
      SPARE[now.rests_on] }
end

local function label_of(own)
   if own.name then return "  " .. (#own.name > LABEL and own.name:sub(1, LABEL - 3) .. "..." or own.name) end
   local more = own.account_name or own.inherited and own.domain
   return more and ("%s (%s)"):format(own.region, more) or own.region
end

-- The rows of LIST: one for each, or where they are many one for those that differ in their region's name alone; and
-- which regions each such row stands for.
local function rows_of(list, domain)
   local rows, alike, many = {}, {}, #list > FEW
   for _, own in ipairs(list) do
      local cells = cells_of(own, domain)
      if many then cells[3] = cells[3]:gsub(own.region:gsub("%p", "%%%0"), "REGION") end
      local key = table.concat(cells, "\0")
      local group = many and alike[key]
      if not group then
         group = { labels = {}, row = cells }
         alike[key], rows[#rows + 1] = group, group
      end
      table.insert(group.labels, label_of(own))
   end
   return rows
end

-- GROUPS as rows of the table; and a sentence for each that stands for several regions.
local function laid_out(groups)
   local rows, sentences = {}, {}
   for i, group in ipairs(groups) do
      local count = #group.labels
      local label = count > 1 and ("%d regions"):format(count) or group.labels[1]
      rows[i] = { label, table.unpack(group.row) }
      if count > 1 then
         sentences[#sentences + 1] = ("The %d regions: %s."):format(count, table.concat(group.labels, ", "))
      end
   end
   return rows, sentences
end

--- The matrix of MODELS.ses: { columns, rows, left = rows that are not shown, sentences = which regions a row stands
-- for }, or nil where no identity is known.
function matrix.table(models)
   local model = models and models.ses
   if not (model and model.regions and #model.regions > 0) then return nil end
   local domain = models.domain.name
   local rows, sentences = laid_out(rows_of(model.regions, domain))
   for i = 1, math.min(#model.addresses, ADDRESSES) do
      local own = model.addresses[i]
      rows[#rows + 1] = { label_of(own), table.unpack(cells_of(own, domain)) }
   end
   return { columns = COLUMNS, rows = rows, left = math.max(0, #model.addresses - ADDRESSES), sentences = sentences }
end

--- The matrix of MODELS.ses as a section, or nil where no identity is known.
function matrix.section(models)
   local made = matrix.table(models)
   if not made then return nil end
   local words = { ("For mail with %s in From. MAIL FROM: what SES sends with, below that domain; SPF: whether it "
      .. "aligns."):format(models.domain.name), "Spare: SPF or DKIM may break, and the other carries it." }
   table.move(made.sentences, 1, #made.sentences, #words + 1, words)
   if made.left > 0 then words[#words + 1] = ("%d more addresses are identities of their own."):format(made.left) end
   return section.new { title = "Will mail from SES pass?", columns = made.columns, rows = made.rows,
      text = table.concat(words, " ") }
end

return matrix
