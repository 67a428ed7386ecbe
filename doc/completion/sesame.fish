function __fish_sesame_print_command
    set -l cmdline (commandline -poc)
    set -l cmd
    set -e cmdline[1]
    for arg in $cmdline
        switch $arg
            case check
                set cmd $cmd check
                break
            case fix
                set cmd $cmd fix
                break
            case apply
                set cmd $cmd apply
                break
            case wait
                set cmd $cmd wait
                break
            case spf
                set cmd $cmd spf
                set -e cmdline[1]
                for arg in $cmdline
                    switch $arg
                        case tree
                            set cmd $cmd tree
                            break
                        case eval
                            set cmd $cmd eval
                            break
                        case lint
                            set cmd $cmd lint
                            break
                        case compare
                            set cmd $cmd compare
                            break
                        case flatten
                            set cmd $cmd flatten
                            break
                        case plan
                            set cmd $cmd plan
                            break
                    end
                end
                break
            case dmarc
                set cmd $cmd dmarc
                set -e cmdline[1]
                for arg in $cmdline
                    switch $arg
                        case show
                            set cmd $cmd show
                            break
                        case align
                            set cmd $cmd align
                            break
                        case lint
                            set cmd $cmd lint
                            break
                    end
                end
                break
            case dkim
                set cmd $cmd dkim
                set -e cmdline[1]
                for arg in $cmdline
                    switch $arg
                        case key
                            set cmd $cmd key
                            break
                        case easy
                            set cmd $cmd easy
                            break
                        case generate
                            set cmd $cmd generate
                            break
                        case convert
                            set cmd $cmd convert
                            break
                        case match
                            set cmd $cmd match
                            break
                    end
                end
                break
            case ses
                set cmd $cmd ses
                set -e cmdline[1]
                for arg in $cmdline
                    switch $arg
                        case regions
                            set cmd $cmd regions
                            break
                        case plan
                            set cmd $cmd plan
                            break
                    end
                end
                break
            case message
                set cmd $cmd message
                break
            case explain
                set cmd $cmd explain
                break
            case run
                set cmd $cmd run
                break
            case scripts
                set cmd $cmd scripts
                break
            case version
                set cmd $cmd version
                break
            case help
                set cmd $cmd help
                break
        end
    end
    echo "$cmd"
end

function __fish_sesame_using_command
    test (__fish_sesame_print_command) = "$argv"
    and return 0
    or return 1
end

function __fish_sesame_seen_command
    string match -q "$argv*" (__fish_sesame_print_command)
    and return 0
    or return 1
end

complete -c sesame -n '__fish_sesame_using_command' -xa 'check' -d 'Audit domains: does their mail authenticate?'
complete -c sesame -n '__fish_sesame_using_command' -xa 'fix' -d 'Plan the records that mend a domain, and prove the plan'
complete -c sesame -n '__fish_sesame_using_command' -xa 'apply' -d 'Publish the records that mend a domain, by dynamic update (RFC 2136)'
complete -c sesame -n '__fish_sesame_using_command' -xa 'wait' -d 'Watch until planned records are published everywhere'
complete -c sesame -n '__fish_sesame_using_command' -xa 'spf' -d 'SPF policies: as a tree, for one sender, compared, flattened, planned'
complete -c sesame -n '__fish_sesame_using_command' -xa 'dmarc' -d 'Show the DMARC policy that applies, judge alignment, lint a record'
complete -c sesame -n '__fish_sesame_using_command' -xa 'dkim' -d 'Explain key records, judge Easy DKIM of Amazon SES, make and compare key pairs'
complete -c sesame -n '__fish_sesame_using_command' -xa 'ses' -d 'The regions of Amazon SES and their host names'
complete -c sesame -n '__fish_sesame_using_command' -xa 'message' -d 'Read a saved message: which region sent it, whose signature, does DMARC pass?'
complete -c sesame -n '__fish_sesame_using_command' -xa 'explain' -d 'Say what a finding means, why it matters and what to do'
complete -c sesame -n '__fish_sesame_using_command' -xa 'run' -d 'Run a recipe or a script of your own over domains'
complete -c sesame -n '__fish_sesame_using_command' -xa 'scripts' -d 'List the bundled recipes'
complete -c sesame -n '__fish_sesame_using_command' -xa 'version' -d 'Show the version'
complete -c sesame -n '__fish_sesame_using_command' -xa 'help' -d 'Describe the commands, or one of them'
complete -c sesame -s h -l help -d 'Show this help message and exit'

complete -c sesame -n '__fish_sesame_seen_command check' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command check' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command check' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command check' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command check' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command check' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command check' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command check' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command check' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command check' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command check' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command check' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command check' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command check' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command check' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command check' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command check' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command check' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command check' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command check' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command check' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command check' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command check' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command check' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command check' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command check' -l brief -d 'One line a finding; of several domains one line each'
complete -c sesame -n '__fish_sesame_seen_command check' -l full -d 'Every finding with its reasons, and all that is in order'
complete -c sesame -n '__fish_sesame_seen_command check' -l severity -xa 'error warning notice' -d 'Show what is at least so grave: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command check' -s f -l format -xa 'text json ndjson' -d 'Form of the output: text, json, ndjson'
complete -c sesame -n '__fish_sesame_seen_command check' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command check' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command check' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command check' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command check' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command check' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command fix' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command fix' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command fix' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command fix' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command fix' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command fix' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command fix' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command fix' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command fix' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command fix' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command fix' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command fix' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command fix' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command fix' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command fix' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command fix' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command fix' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command fix' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command fix' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command fix' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command fix' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command fix' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command fix' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command fix' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command fix' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command fix' -s f -l format -xa 'text json bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns' -d 'Form of the output: text, json, bind, nsupdate, route53, terraform, cloudformation, cloudflare, dnscontrol, octodns'
complete -c sesame -n '__fish_sesame_seen_command fix' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command fix' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command fix' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command fix' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command fix' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command fix' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command fix' -l code -r -d 'Mend only findings whose code fits, such as \'spf-*\'; notices too'
complete -c sesame -n '__fish_sesame_seen_command fix' -l choose -r -d 'Take the Nth choice for findings of CODE, or for the one of them at NAME'
complete -c sesame -n '__fish_sesame_seen_command fix' -l script -r -d 'Mend what a recipe or a script of yours finds, not the bundled checks'
complete -c sesame -n '__fish_sesame_seen_command fix' -l provider -r -d 'For terraform: aws, cloudflare (provider 5) or cloudflare4'
complete -c sesame -n '__fish_sesame_seen_command fix' -l zone-id -r -d 'For terraform: the zone\'s id (default: a variable)'
complete -c sesame -n '__fish_sesame_seen_command fix' -l cloudflare-records -r -d 'For cloudflare: saved JSON of the zone\'s dns_records, with their ids'

complete -c sesame -n '__fish_sesame_seen_command apply' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command apply' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command apply' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command apply' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command apply' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command apply' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command apply' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command apply' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command apply' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command apply' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command apply' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command apply' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command apply' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command apply' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command apply' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command apply' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command apply' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command apply' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command apply' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command apply' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command apply' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command apply' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command apply' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command apply' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command apply' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command apply' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command apply' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command apply' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command apply' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command apply' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command apply' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command apply' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command apply' -l code -r -d 'Mend only findings whose code fits, such as \'spf-*\'; notices too'
complete -c sesame -n '__fish_sesame_seen_command apply' -l choose -r -d 'Take the Nth choice for findings of CODE, or for the one of them at NAME'
complete -c sesame -n '__fish_sesame_seen_command apply' -l script -r -d 'Mend what a recipe or a script of yours finds, not the bundled checks'
complete -c sesame -n '__fish_sesame_seen_command apply' -l to -r -d 'The primary that takes the update'
complete -c sesame -n '__fish_sesame_seen_command apply' -l key -r -d 'TSIG key, as tsig-keygen or keymgr -t writes it'
complete -c sesame -n '__fish_sesame_seen_command apply' -l yes -d 'Send it; without this nothing is sent'
complete -c sesame -n '__fish_sesame_seen_command apply' -l plan -r -d 'Publish a plan that `fix --format json` saved'
complete -c sesame -n '__fish_sesame_seen_command apply' -l undo -r -d 'Take back what an earlier run did, by its undo file'
complete -c sesame -n '__fish_sesame_seen_command apply' -l save-undo -r -d 'Where the undo file goes; never an existing file'

complete -c sesame -n '__fish_sesame_seen_command wait' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command wait' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command wait' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command wait' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command wait' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command wait' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command wait' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command wait' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command wait' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command wait' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command wait' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command wait' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command wait' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command wait' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command wait' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command wait' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command wait' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command wait' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command wait' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command wait' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command wait' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command wait' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command wait' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command wait' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command wait' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command wait' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command wait' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command wait' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command wait' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command wait' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command wait' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command wait' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command wait' -l code -r -d 'Mend only findings whose code fits, such as \'spf-*\'; notices too'
complete -c sesame -n '__fish_sesame_seen_command wait' -l choose -r -d 'Take the Nth choice for findings of CODE, or for the one of them at NAME'
complete -c sesame -n '__fish_sesame_seen_command wait' -l script -r -d 'Mend what a recipe or a script of yours finds, not the bundled checks'
complete -c sesame -n '__fish_sesame_seen_command wait' -l within -r -d 'Seconds to wait at most'
complete -c sesame -n '__fish_sesame_seen_command wait' -l plan -r -d 'Watch a plan that `fix --format json` saved'
complete -c sesame -n '__fish_sesame_seen_command wait' -l applied -r -d 'Watch what `apply` published, by its undo file'

complete -c sesame -n '__fish_sesame_using_command spf' -xa 'tree' -d 'Draw an SPF policy as a tree, with what each term costs'
complete -c sesame -n '__fish_sesame_using_command spf' -xa 'eval' -d 'Judge one sender as a receiver would (check_host, RFC 7208 4)'
complete -c sesame -n '__fish_sesame_using_command spf' -xa 'lint' -d 'Check the text of an SPF record before it is published'
complete -c sesame -n '__fish_sesame_using_command spf' -xa 'compare' -d 'Compare two SPF policies for every address'
complete -c sesame -n '__fish_sesame_using_command spf' -xa 'flatten' -d 'Write SPF terms as addresses, proved to change nothing; check that it stays so'
complete -c sesame -n '__fish_sesame_using_command spf' -xa 'plan' -d 'Find the least to change so that an SPF policy needs no more than ten lookups'
complete -c sesame -n '__fish_sesame_seen_command spf' -s h -l help -d 'Show this help message and exit'

complete -c sesame -n '__fish_sesame_seen_command spf tree' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -s f -l format -xa 'text json dot svg' -d 'Form of the output: text, json, dot, svg'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf tree' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command spf eval' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l ip -r -d 'The sender\'s IP address'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l sender -r -d 'MAIL FROM (default: postmaster@DOMAIN)'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l helo -r -d 'The HELO name'
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l profile -r -d 'A receiver\'s limits by name, or \'all\''
complete -c sesame -n '__fish_sesame_seen_command spf eval' -l trace -d 'Show every step and answer'

complete -c sesame -n '__fish_sesame_seen_command spf lint' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf lint' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command spf compare' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l domain -r -d 'Where a record given in quotes would stand (default: the other one\'s domain)'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l zone-before -r -d 'Master file laid over DNS for A only'
complete -c sesame -n '__fish_sesame_seen_command spf compare' -l zone-after -r -d 'Master file laid over DNS for B only'

complete -c sesame -n '__fish_sesame_seen_command spf flatten' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -s f -l format -xa 'text json bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns' -d 'Form of the output: text, json, bind, nsupdate, route53, terraform, cloudformation, cloudflare, dnscontrol, octodns'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l only -r -d 'Flatten this term: its text, or the name it leads to'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l all -d 'Flatten every term that can be (default: the fewest that reach the target)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l third-party -d 'Also other organizations\' addresses, which they change without telling you'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l target -r -d 'Lookups the result may take (default: 10)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l octets -r -d 'Octets of a name and its TXT records together (default: 450)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l prefix -r -d 'First label of further names, a number follows (default: _spf)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l source -r -d 'What the record is made from (default: the TXT at _spf-source.DOMAIN, else the domain\'s own)'
complete -c sesame -n '__fish_sesame_seen_command spf flatten' -l check -d 'Ask whether the published record still says what its source says'

complete -c sesame -n '__fish_sesame_seen_command spf plan' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l add -r -d 'Service (google, amazon-ses, ...) or include to add'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l remove -r -d 'Service or include to take out'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l target -r -d 'Lookups to get down to (10, or 9 where that can be had)'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l also -r -d 'Name whose record may include or redirect to this one'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l expect -r -d 'What the owner knows: its MAIL FROM names are looked at as with --also'
complete -c sesame -n '__fish_sesame_seen_command spf plan' -l flatten-third-party -d 'Allow other organizations\' records to be written as addresses'

complete -c sesame -n '__fish_sesame_using_command dmarc' -xa 'show' -d 'Show the DMARC policy that applies to a domain, and how receivers come to it (RFC 9989 4.10)'
complete -c sesame -n '__fish_sesame_using_command dmarc' -xa 'align' -d 'Say whether SPF and DKIM, having passed, are aligned with From (RFC 9989 4.4)'
complete -c sesame -n '__fish_sesame_using_command dmarc' -xa 'lint' -d 'Check a DMARC record before it is published'
complete -c sesame -n '__fish_sesame_seen_command dmarc' -s h -l help -d 'Show this help message and exit'

complete -c sesame -n '__fish_sesame_seen_command dmarc show' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dmarc show' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command dmarc align' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l from -r -d 'The domain in the From header'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l spf -r -d 'The domain SPF passed for: that of MAIL FROM'
complete -c sesame -n '__fish_sesame_seen_command dmarc align' -l dkim -r -d 'The d= of a signature that verified; repeatable'

complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dmarc lint' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_using_command dkim' -xa 'key' -d 'Explain a DKIM key record tag by tag'
complete -c sesame -n '__fish_sesame_using_command dkim' -xa 'easy' -d 'Judge the three Easy DKIM records of an Amazon SES identity'
complete -c sesame -n '__fish_sesame_using_command dkim' -xa 'generate' -d 'Make an RSA key pair for DKIM and print the record to publish'
complete -c sesame -n '__fish_sesame_using_command dkim' -xa 'convert' -d 'Write a private key as the line that Amazon SES can use'
complete -c sesame -n '__fish_sesame_using_command dkim' -xa 'match' -d 'Tell whether the published key is the pair of a private one'
complete -c sesame -n '__fish_sesame_seen_command dkim' -s h -l help -d 'Show this help message and exit'

complete -c sesame -n '__fish_sesame_seen_command dkim key' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l selector -r -d 'With a domain for NAME: the selector'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l record -r -d 'The text of a record; \'-\' reads it from standard input'
complete -c sesame -n '__fish_sesame_seen_command dkim key' -l file -r -d 'A file that holds the record'

complete -c sesame -n '__fish_sesame_seen_command dkim easy' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l ses -r -d 'The region; FILE: saved get-email-identity JSON, or the tokens'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l tokens -r -d 'The three tokens'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l requested -r -d 'When it was asked for, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command dkim easy' -l fail-on -r -d 'Exit with 1 from this severity on: error, warning or notice'

complete -c sesame -n '__fish_sesame_seen_command dkim generate' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l selector -r -d 'The selector: letters, digits and hyphens'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l domain -r -d 'The domain that signs (d=)'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l private -r -d 'New file for the private key (PEM, mode 0600); FILE.ses gets the line for Amazon SES'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l bits -r -d '1024, 2048 (the default), or, with --any-signer, 3072 or 4096'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l any-signer -d 'Not for Amazon SES: allow selectors and sizes that SES refuses'
complete -c sesame -n '__fish_sesame_seen_command dkim generate' -l rotate-from -r -d 'The selector in use: print the steps from it to the new one as well'

complete -c sesame -n '__fish_sesame_seen_command dkim convert' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dkim convert' -l output -r -d 'New file for the line (mode 0600); default: standard output, unless that is a terminal'
complete -c sesame -n '__fish_sesame_seen_command dkim convert' -l selector -r -d 'Say, too, whether Amazon SES takes this selector'
complete -c sesame -n '__fish_sesame_seen_command dkim convert' -l quiet -d 'No note of what was read'

complete -c sesame -n '__fish_sesame_seen_command dkim match' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l private -r -d 'The private key: PEM, DER or base64 of either; \'-\' is standard input'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l domain -r -d 'The domain that signs (d=)'
complete -c sesame -n '__fish_sesame_seen_command dkim match' -l selector -r -d 'The selector'

complete -c sesame -n '__fish_sesame_using_command ses' -xa 'regions' -d 'List the regions of Amazon SES with the host names each uses'
complete -c sesame -n '__fish_sesame_using_command ses' -xa 'plan' -d 'All records to publish for a domain in its SES regions, and what may go'
complete -c sesame -n '__fish_sesame_seen_command ses' -s h -l help -d 'Show this help message and exit'

complete -c sesame -n '__fish_sesame_seen_command ses regions' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command ses regions' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command ses plan' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -s f -l format -xa 'text json ndjson bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns' -d 'Form of the output: text, json, ndjson, bind, nsupdate, route53, terraform, cloudformation, cloudflare, dnscontrol, octodns'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l no-config -d 'Do not read .sesame.json of the current folder'
complete -c sesame -n '__fish_sesame_seen_command ses plan' -l init -r -d 'Write a first expectations file from --ses REGION=FILE and end; never over a file'

complete -c sesame -n '__fish_sesame_seen_command message' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command message' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command message' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command message' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command message' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command message' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command message' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command message' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command message' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command message' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command message' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command message' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command message' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command message' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command message' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command message' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command message' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command message' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command message' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command message' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command message' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command message' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command message' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command message' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command message' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command message' -s f -l format -xa 'text json ndjson' -d 'Form of the output: text, json, ndjson'
complete -c sesame -n '__fish_sesame_seen_command message' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command message' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command message' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command message' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command message' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command message' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command explain' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command explain' -s f -l format -xa 'text json markdown' -d 'Form of the output: text, json, markdown'
complete -c sesame -n '__fish_sesame_seen_command explain' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command explain' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command explain' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command explain' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command explain' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command explain' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command run' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command run' -l server -r -d 'Resolver to ask, [IP6]:PORT for IPv6 (default: the system\'s)'
complete -c sesame -n '__fish_sesame_seen_command run' -l zone -r -d 'Master file laid over DNS: a draft, or another\'s zone; the rest is asked'
complete -c sesame -n '__fish_sesame_seen_command run' -l offline -d 'Ask nobody: what the zones do not hold stays unknown'
complete -c sesame -n '__fish_sesame_seen_command run' -l authoritative -d 'With --server: still ask the domain\'s own name servers one by one'
complete -c sesame -n '__fish_sesame_seen_command run' -l record -r -d 'Write every answer to FILE'
complete -c sesame -n '__fish_sesame_seen_command run' -l replay -r -d 'Take every answer from a recording'
complete -c sesame -n '__fish_sesame_seen_command run' -l timeout -r -d 'Seconds for one try of one query'
complete -c sesame -n '__fish_sesame_seen_command run' -l tries -r -d 'Tries of one query, over all servers'
complete -c sesame -n '__fish_sesame_seen_command run' -l in-flight -r -d 'Queries on their way at once, in all'
complete -c sesame -n '__fish_sesame_seen_command run' -l qps -r -d 'Queries a second to one server'
complete -c sesame -n '__fish_sesame_seen_command run' -l deadline -r -d 'Seconds for one domain'
complete -c sesame -n '__fish_sesame_seen_command run' -l expect -r -d 'What the owner knows: identities, MAIL FROM, selectors, accepted findings'
complete -c sesame -n '__fish_sesame_seen_command run' -l ses -xa 'af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2' -d 'SES identity in a region; FILE: saved get-email-identity JSON, or tokens'
complete -c sesame -n '__fish_sesame_seen_command run' -l tokens -r -d 'The three Easy DKIM tokens, with one --ses'
complete -c sesame -n '__fish_sesame_seen_command run' -l requested -r -d 'When Easy DKIM was asked for, or a key given to SES, to say whether waiting helps (2026-11-24T10:00Z)'
complete -c sesame -n '__fish_sesame_seen_command run' -l mail-from -r -d 'MAIL FROM name to check'
complete -c sesame -n '__fish_sesame_seen_command run' -l selector -r -d 'DKIM selector to check'
complete -c sesame -n '__fish_sesame_seen_command run' -l selectors -xa 'known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho' -d 'Selectors to ask for: known, a service such as google, or a file'
complete -c sesame -n '__fish_sesame_seen_command run' -l shared-factors -d 'At the end: do keys of this run share a prime factor?'
complete -c sesame -n '__fish_sesame_seen_command run' -l only -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Only findings whose code fits, such as \'spf-*\''
complete -c sesame -n '__fish_sesame_seen_command run' -l skip -xa 'acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*' -d 'Leave out findings whose code fits'
complete -c sesame -n '__fish_sesame_seen_command run' -l fail-on -xa 'error warning notice' -d 'Exit with 1 from this severity on: error, warning or notice'
complete -c sesame -n '__fish_sesame_seen_command run' -l input -r -d 'Domains, one a line (\'-\': standard input)'
complete -c sesame -n '__fish_sesame_seen_command run' -l allow-empty -d 'Lists without a domain are no fault'
complete -c sesame -n '__fish_sesame_seen_command run' -s f -l format -xa 'text json ndjson' -d 'Form of the output: text, json, ndjson'
complete -c sesame -n '__fish_sesame_seen_command run' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command run' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command run' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command run' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command run' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command run' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command scripts' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command scripts' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command scripts' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command scripts' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command scripts' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command scripts' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command scripts' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command scripts' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command version' -s h -l help -d 'Show this help message and exit'
complete -c sesame -n '__fish_sesame_seen_command version' -s f -l format -xa 'text json' -d 'Form of the output: text, json'
complete -c sesame -n '__fish_sesame_seen_command version' -l json -d 'The same as --format json'
complete -c sesame -n '__fish_sesame_seen_command version' -s o -l output -r -d 'Write the output to FILE'
complete -c sesame -n '__fish_sesame_seen_command version' -l color -xa 'auto always never' -d 'auto, always or never'
complete -c sesame -n '__fish_sesame_seen_command version' -s q -l quiet -d 'Say less: no notes, no progress, nothing that is in order'
complete -c sesame -n '__fish_sesame_seen_command version' -s v -l verbose -d 'Say more on standard error'
complete -c sesame -n '__fish_sesame_seen_command version' -l no-config -d 'Do not read .sesame.json of the current folder'

complete -c sesame -n '__fish_sesame_seen_command help' -s h -l help -d 'Show this help message and exit'
