-- SPDX-License-Identifier: MIT
-- TXT records that show a service whose the domain is: hints for people about what fills an answer. It must not be used
-- for a verdict: whether a service still reads its text, it alone knows.
local verifications = {}

-- A pattern of the text and the service; the first that fits. The last ones fit services not named here.
local TABLE = {
   { "^google%-site%-verification[=:]", "Google" }, { "^MS=ms%d+$", "Microsoft 365" },
   { "^facebook%-domain%-verification=", "Meta" }, { "^apple%-domain%-verification=", "Apple" },
   { "^apple%-domain=", "Apple" }, { "^atlassian%-", "Atlassian" }, { "^docusign=", "DocuSign" },
   { "^adobe%-idp%-", "Adobe" }, { "^stripe%-verification=", "Stripe" }, { "^zoom%-domain%-verification=", "Zoom" },
   { "^ZOOM_verify_", "Zoom" }, { "^amazonses:", "Amazon SES (old form)" },
   { "^[%w._-]*site%-verification[=:]" }, { "^[%w._-]*%-verification=" }, { "^[%w._-]*verification%-code" },
}

--- What TEXT, a TXT record, verifies: { service = its name, or nil where it is not known }; nil where it is no such
-- text.
function verifications.of(text)
   for _, row in ipairs(TABLE) do
      if text:find(row[1]) then return { service = row[2] } end
   end
end

return verifications
