-- SPDX-License-Identifier: MIT
-- What a file is that does not hold what SES says, in one sentence with what to run instead: other forms of the aws
-- command line's output, its errors, other replies, other tools. It must not look anything up.
local shape = require "sesame.base.shape"

local told_apart = {}

local SAVE = "save `aws sesv2 get-email-identity --email-identity DOMAIN --region REGION --output json`"

local there = shape.is_there

local function is(what, instead) return ("%s; %s"):format(what, instead or SAVE) end

-- ---- text that is no JSON ----

local ERROR = "An error occurred %(([%w.]+)%) when calling the (%w+) operation[^:]*: ([^\r\n]*)"

local MEANS = {
   NotFoundException = "there is no such identity in that region and account",
   AccessDeniedException = "these credentials may not read it", AccessDenied = "these credentials may not read it",
   TooManyRequestsException = "SES was asked too often: wait, and ask again",
   ExpiredTokenException = "the credentials have expired", ExpiredToken = "the credentials have expired",
   UnrecognizedClientException = "the credentials are not valid there",
   InvalidClientTokenId = "the credentials are not valid there",
}

local function aws_error(text)
   local code, operation, words = text:match(ERROR)
   if not code then return nil end
   local means = MEANS[code]
   return ("an error of aws, not its answer%s (%s of %s: %s)"):format(means and ": " .. means or "", code, operation,
      words)
end

-- { what the text must fit, at its start where it begins with "^"; what is said }
local TEXTS = {
   { "^\31\139", is("compressed (gzip)", "unpack it first") },
   { "^PK\3\4", is("a zip archive", "unpack it first") },
   { "Unable to locate credentials", "an error of aws, not its answer: it found no credentials" },
   { "Could not connect to the endpoint URL", "an error of aws, not its answer: it could not reach SES" },
   { "^%s*usage: aws", is("the usage text of aws: the command was not understood") },
   { "^%s*{%s*'", is("a Python dict as print shows it", "save json.dumps(reply, default=str)") },
   { "^[%s]*[%-+|][%-+|][%-+|]", is("the table form of aws", "add --output json") },
   { "^%s*True\t", is("the text form of aws", "add --output json") },
   { "^%s*False\t", is("the text form of aws", "add --output json") },
   { "%f[%w]DKIMATTRIBUTES\t", is("the text form of aws", "add --output json") },
   { "^%s*%-%-%-%s*\n", is("YAML", "add --output json") },
   { "^%s*[%w$]+:%s", is("YAML", "add --output json") },
   { "^%s*<", is("XML or HTML") },
   { "^%s*resource%s+\"", is("Terraform's configuration, not what SES says") },
   { "^%s*\"?arn:", is("an ARN") },
}

--- What TEXT, which is no JSON, is: a sentence, or nil where it is none of what is known.
function told_apart.text(text)
   local fault = aws_error(text)
   if fault then return fault end
   for _, known in ipairs(TEXTS) do
      if text:find(known[1]) then return known[2] end
   end
end

-- ---- JSON of something else ----

local function all_of(value, kind)
   local any = false
   for _, item in pairs(value) do
      if type(item) ~= kind then return false end
      any = true
   end
   return any
end

-- Outputs of Terraform: every value an object with "value".
local function is_terraform_output(value)
   if not all_of(value, "table") then return false end
   for _, item in pairs(value) do
      if item.value == nil or item.type == nil then return false end
   end
   return true
end

-- Outputs of the CDK: stacks, each an object of texts.
local function is_cdk(value)
   if not all_of(value, "table") then return false end
   for name, item in pairs(value) do
      if type(name) ~= "string" or not all_of(item, "string") then return false end
   end
   return true
end

-- { keys any of which tells it; what it is; what to do instead (default: SAVE) }
local REPLIES = {
   { { "terraform_version", "format_version" }, "Terraform's state" },
   { { "Stacks", "StackResources", "StackResourceDetail" }, "a reply of CloudFormation" },
   { { "Changes", "ChangeBatch", "ResourceRecordSets" }, "a batch of records for Route 53, not what SES says" },
   { { "resourceType", "configurationItem" }, "an item of AWS Config, which may be old" },
   { { "eventName", "eventSource", "Records" }, "an event of CloudTrail, of when it was logged" },
   { { "DedicatedIpPool", "DedicatedIpPools", "DedicatedIps", "DedicatedIp" }, "about dedicated IP addresses" },
   { { "ConfigurationSetName", "ConfigurationSets" }, "a configuration set" },
   { { "Recommendations" }, "a list of recommendations" },
   { { "NotificationAttributes" }, "about notifications" },
   { { "EndpointName", "MultiRegionEndpoints" }, "a multi-region endpoint",
      "give it to `sesame run ses-multi-region endpoint=FILE`" },
   { { "Policies", "PolicyNames" }, "about policies of an identity" },
   { { "ContactLists", "TemplatesMetadata", "SuppressedDestinationSummaries" }, "another reply of SES" },
}

--- What VALUE, decoded JSON that tells nothing of an identity or account, is: a sentence, or nil.
function told_apart.value(value)
   if type(value) == "string" and value:find "^arn:" then return is "an ARN" end
   if type(value) ~= "table" then return is "no object" end
   if next(value) == nil then return is "empty" end
   if value[1] ~= nil then return is "a list of something else" end
   for _, reply in ipairs(REPLIES) do
      for _, key in ipairs(reply[1]) do
         if there(value[key]) then return is(reply[2], reply[3]) end
      end
   end
   if is_terraform_output(value) then return is "the outputs of Terraform" end
   if is_cdk(value) then return is "the outputs of the CDK" end
end

return told_apart
