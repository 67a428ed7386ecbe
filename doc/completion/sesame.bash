_sesame() {
    local IFS=$' \t\n'
    local args cur prev cmd opts arg
    args=("${COMP_WORDS[@]}")
    cur="${COMP_WORDS[COMP_CWORD]}"
    prev="${COMP_WORDS[COMP_CWORD-1]}"
    opts="-h --help"

    args=("${args[@]:1}")
    for arg in "${args[@]}"; do
        case "$arg" in
            check)
                cmd="check"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty --brief --full --severity -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            fix)
                cmd="fix"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config --code --choose --script --provider --zone-id --cloudflare-records"
                break
                ;;
            apply)
                cmd="apply"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config --code --choose --script --to --key --yes --plan --undo --save-undo"
                break
                ;;
            wait)
                cmd="wait"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config --code --choose --script --within --plan --applied"
                break
                ;;
            spf)
                cmd="spf"
                opts="$opts -h --help"
                args=("${args[@]:1}")
                for arg in "${args[@]}"; do
                    case "$arg" in
                        tree)
                            cmd="$cmd tree"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                            break
                            ;;
                        eval)
                            cmd="$cmd eval"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --ip --sender --helo --profile --trace"
                            break
                            ;;
                        lint)
                            cmd="$cmd lint"
                            opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                            break
                            ;;
                        compare)
                            cmd="$cmd compare"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --domain --zone-before --zone-after"
                            break
                            ;;
                        flatten)
                            cmd="$cmd flatten"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --only --all --third-party --target --octets --prefix --source --check"
                            break
                            ;;
                        plan)
                            cmd="$cmd plan"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --add --remove --target --also --expect --flatten-third-party"
                            break
                            ;;
                    esac
                done
                break
                ;;
            dmarc)
                cmd="dmarc"
                opts="$opts -h --help"
                args=("${args[@]:1}")
                for arg in "${args[@]}"; do
                    case "$arg" in
                        show)
                            cmd="$cmd show"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                            break
                            ;;
                        align)
                            cmd="$cmd align"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --from --spf --dkim"
                            break
                            ;;
                        lint)
                            cmd="$cmd lint"
                            opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                            break
                            ;;
                    esac
                done
                break
                ;;
            dkim)
                cmd="dkim"
                opts="$opts -h --help"
                args=("${args[@]:1}")
                for arg in "${args[@]}"; do
                    case "$arg" in
                        key)
                            cmd="$cmd key"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --selector --record --file"
                            break
                            ;;
                        easy)
                            cmd="$cmd easy"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --ses --tokens --requested --fail-on"
                            break
                            ;;
                        generate)
                            cmd="$cmd generate"
                            opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config --selector --domain --private --bits --any-signer --rotate-from"
                            break
                            ;;
                        convert)
                            cmd="$cmd convert"
                            opts="$opts -h --help --output --selector --quiet"
                            break
                            ;;
                        match)
                            cmd="$cmd match"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline -f --format --json -o --output --color -q --quiet -v --verbose --no-config --private --domain --selector"
                            break
                            ;;
                    esac
                done
                break
                ;;
            ses)
                cmd="ses"
                opts="$opts -h --help"
                args=("${args[@]:1}")
                for arg in "${args[@]}"; do
                    case "$arg" in
                        regions)
                            cmd="$cmd regions"
                            opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                            break
                            ;;
                        plan)
                            cmd="$cmd plan"
                            opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config --init"
                            break
                            ;;
                    esac
                done
                break
                ;;
            message)
                cmd="message"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            explain)
                cmd="explain"
                opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            run)
                cmd="run"
                opts="$opts -h --help --server --zone --offline --authoritative --record --replay --timeout --tries --in-flight --qps --deadline --expect --ses --tokens --requested --mail-from --selector --selectors --shared-factors --only --skip --fail-on --input --allow-empty -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            scripts)
                cmd="scripts"
                opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            version)
                cmd="version"
                opts="$opts -h --help -f --format --json -o --output --color -q --quiet -v --verbose --no-config"
                break
                ;;
            help)
                cmd="help"
                opts="$opts -h --help"
                break
                ;;
        esac
    done

    case "$cmd" in
        '')
            COMPREPLY=($(compgen -W "check fix apply wait spf dmarc dkim ses message explain run scripts version help" -- "$cur"))
            ;;
        'check')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --severity)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json ndjson" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'fix')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --choose)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --script)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --provider)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone-id)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --cloudflare-records)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'apply')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --choose)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --script)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --to)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --undo)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --save-undo)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'wait')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --choose)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --script)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --within)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --applied)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf')
            COMPREPLY=($(compgen -W "tree eval lint compare flatten plan" -- "$cur"))
            ;;
        'spf tree')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json dot svg" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf eval')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --ip)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --sender)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --helo)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf lint')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf compare')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --domain)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone-before)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone-after)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf flatten')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --target)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --octets)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --prefix)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --source)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'spf plan')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --add)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --remove)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --target)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --also)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dmarc')
            COMPREPLY=($(compgen -W "show align lint" -- "$cur"))
            ;;
        'dmarc show')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dmarc align')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --spf)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --dkim)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dmarc lint')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dkim')
            COMPREPLY=($(compgen -W "key easy generate convert match" -- "$cur"))
            ;;
        'dkim key')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dkim easy')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dkim generate')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --domain)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --private)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --bits)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --rotate-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dkim convert')
            case "$prev" in
                --output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'dkim match')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --private)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --domain)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'ses')
            COMPREPLY=($(compgen -W "regions plan" -- "$cur"))
            ;;
        'ses regions')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'ses plan')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json ndjson bind nsupdate route53 terraform cloudformation cloudflare dnscontrol octodns" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
                --init)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'message')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json ndjson" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'explain')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json markdown" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'run')
            case "$prev" in
                --server)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --zone)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --record)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --replay)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --tries)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --in-flight)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --qps)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --ses)
                    COMPREPLY=($(compgen -W "af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" -- "$cur"))
                    return 0
                    ;;
                --tokens)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --requested)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --mail-from)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selector)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --selectors)
                    COMPREPLY=($(compgen -W "known amazon-ses brevo fastmail google hubspot icloud klaviyo mailchimp mailchimp-transactional mailgun mailjet microsoft postmark salesforce sendgrid sparkpost zendesk zoho" -- "$cur"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "acceptance-* answer-* answers-* dkim-* dmarc-* domain-* easy-* empty-* internal-* mail-* message-* mx-* out-* selector-* selectors-* ses-* spf-* zone-*" -- "$cur"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning notice" -- "$cur"))
                    return 0
                    ;;
                --input)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                -f|--format)
                    COMPREPLY=($(compgen -W "text json ndjson" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'scripts')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
        'version')
            case "$prev" in
                -f|--format)
                    COMPREPLY=($(compgen -W "text json" -- "$cur"))
                    return 0
                    ;;
                -o|--output)
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "$cur"))
                    return 0
                    ;;
            esac

            ;;
    esac

    if [[ "$cur" = -* ]]; then
        COMPREPLY=($(compgen -W "$opts" -- "$cur"))
    fi
}


_sesame_arguments() {
    local words= cur="${COMP_WORDS[COMP_CWORD]}"
    _sesame
    [ ${#COMPREPLY[@]} = 0 ] && [[ "$cur" != -* ]] || return 0
    case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in
        "explain") words="acceptance-expired acceptance-unused answer-unknown answers-unknown dkim-factors-none dkim-factors-unknown dkim-key-algorithm dkim-key-cut dkim-key-exponent dkim-key-exponent-3 dkim-key-exponent-large dkim-key-form dkim-key-halves dkim-key-hash dkim-key-hostname dkim-key-known dkim-key-long dkim-key-none dkim-key-only-ed25519 dkim-key-pem dkim-key-private dkim-key-quoting dkim-key-repeated dkim-key-reused dkim-key-revoked dkim-key-service dkim-key-several dkim-key-sha1 dkim-key-shared dkim-key-short dkim-key-space dkim-key-syntax dkim-key-testing dkim-key-trailing dkim-key-weak dkim-keys-uncompared dkim-shared-factor dmarc-at-apex dmarc-at-apex-too dmarc-below dmarc-dangling dmarc-empty-tag dmarc-enforced dmarc-fo-exclusive dmarc-fo-unused dmarc-inherited dmarc-lists dmarc-methods-differ dmarc-missing dmarc-monitoring dmarc-near-miss dmarc-near-miss-beside dmarc-no-reports dmarc-np-unused dmarc-organization-unknown dmarc-other-text dmarc-other-text-wildcard dmarc-pct dmarc-policy-assumed dmarc-policy-invalid dmarc-policy-missing dmarc-policy-order dmarc-present dmarc-psd-misused dmarc-psd-n-splits dmarc-reject-spf-only dmarc-report-authorized dmarc-report-dropped dmarc-report-mailbox-unknown dmarc-report-name-too-long dmarc-report-no-mailto dmarc-report-own-mailbox dmarc-report-redirected dmarc-report-unauthorized dmarc-report-undeliverable dmarc-report-unknown dmarc-several dmarc-spf-first dmarc-subdomain-tag-unused dmarc-subdomains-open dmarc-suffix-captures dmarc-suffix-unmarked dmarc-syntax dmarc-tag-case dmarc-tag-duplicate dmarc-tag-misspelt dmarc-tag-removed dmarc-tag-unknown dmarc-testing dmarc-unknown dmarc-uri-invalid dmarc-uri-size dmarc-value-invalid dmarc-wildcard dmarc-wildcard-unknown dmarc-wrong-name domain-alias-dangling domain-dnssec-bogus domain-is-public-suffix domain-missing domain-public-suffix-with-mail domain-records-elsewhere domain-reverse domain-unknown easy-dkim-bogus easy-dkim-broken-key easy-dkim-conflict easy-dkim-delegated easy-dkim-denied-parent easy-dkim-failed easy-dkim-file-silent easy-dkim-flattened easy-dkim-inconsistent easy-dkim-json-doubtful easy-dkim-json-foreign easy-dkim-key-unknown easy-dkim-label-doubled easy-dkim-last-check easy-dkim-lost easy-dkim-misplaced easy-dkim-missing easy-dkim-missing-unnoticed easy-dkim-missing-wildcard easy-dkim-name-doubled easy-dkim-never-started easy-dkim-no-room easy-dkim-no-tokens easy-dkim-none-published easy-dkim-not-set-up easy-dkim-not-started easy-dkim-occluded easy-dkim-other-domain easy-dkim-other-zone-seen easy-dkim-pending-mend easy-dkim-pending-unknown easy-dkim-pending-wait easy-dkim-proxied easy-dkim-proxied-cloudflare easy-dkim-remembered easy-dkim-revoked easy-dkim-right-unseen easy-dkim-several-aliases easy-dkim-stale easy-dkim-swapped easy-dkim-target-as-text easy-dkim-target-doubled easy-dkim-target-unresolved easy-dkim-temporary-failure easy-dkim-txt-copied easy-dkim-txt-foreign easy-dkim-txt-in-place easy-dkim-txt-outdated easy-dkim-underscore-refused easy-dkim-unknown easy-dkim-verdict easy-dkim-verifies easy-dkim-weak-key easy-dkim-wildcard easy-dkim-window-over easy-dkim-wrong-suffix easy-dkim-wrong-zone easy-dkim-wrong-zone-likely easy-dkim-zone-not-asked easy-dkim-zone-unknown empty-non-terminal-denied internal-error mail-from-dangling mail-from-mx-dangling mail-from-mx-missing mail-from-present mail-from-spf-anyone mail-from-spf-missing mail-from-spf-several mail-from-spf-unknown mail-from-unknown message-address-identity message-arc message-author-unclear message-bounce-dmarc message-dkim2 message-dmarc-fail message-dmarc-none message-dmarc-pass message-dmarc-unknown message-header-faulty message-key-gone message-key-unknown message-mail-from-custom message-mail-from-default message-mail-from-other message-mail-from-region message-mail-from-unknown message-not-ses message-region message-region-conflict message-region-of-host message-region-unclear message-return-path-missing message-return-path-null message-return-path-several message-ses-bounce message-signature message-signature-failed message-signature-invalid message-signature-noted message-signature-other-key message-signature-own-key message-signature-unaligned message-signed-by-ses-only message-spf-changed message-unsigned mx-dangling mx-host-alias mx-host-is-address mx-host-unknown mx-hosts-left-out mx-implicit mx-missing mx-null mx-null-with-others mx-ok mx-unknown out-of-time selector-alias-unknown selector-bogus selector-conflict selector-dangling selector-delegated selector-idle selector-label-doubled selector-misplaced selector-missing selector-name-doubled selector-other-domain selector-present selector-unknown selector-wildcard selectors-absent selectors-denied selectors-none selectors-not-enabled selectors-unknown selectors-wildcard selectors-wildcard-key selectors-wildcard-unknown ses-account-probation ses-account-shutdown ses-address-foreign ses-address-mail-from-default ses-address-mail-from-unknown ses-address-only ses-address-signed ses-byodkim-fails ses-byodkim-given-up ses-byodkim-lost ses-byodkim-not-taken ses-byodkim-pending ses-byodkim-refused ses-byodkim-right ses-byodkim-selector ses-drift ses-drift-setting ses-feedback-at-domain ses-feedback-beside ses-file-of-others ses-identity-absent ses-identity-below ses-identity-overrides ses-identity-paused ses-identity-refused ses-legacy-lower-case ses-legacy-verification ses-mail-fails ses-mail-from-alias ses-mail-from-alias-works ses-mail-from-also-receives ses-mail-from-default ses-mail-from-differs ses-mail-from-elsewhere ses-mail-from-failed ses-mail-from-found ses-mail-from-host-doubled ses-mail-from-host-preference ses-mail-from-inconsistent ses-mail-from-is-domain ses-mail-from-mx-missing ses-mail-from-mx-several ses-mail-from-name-doubled ses-mail-from-name-mistaken ses-mail-from-not-active ses-mail-from-not-found ses-mail-from-not-ses ses-mail-from-occluded ses-mail-from-other-region ses-mail-from-outside ses-mail-from-pending ses-mail-from-preference ses-mail-from-receives ses-mail-from-right ses-mail-from-shared ses-mail-from-sibling ses-mail-from-spf-broken ses-mail-from-spf-copied ses-mail-from-spf-missing ses-mail-from-spf-partly ses-mail-from-spf-without-ses ses-mail-from-temporary-failure ses-mail-from-unknown-region ses-mail-from-wildcard ses-mail-from-wildcard-answers ses-mail-from-wrong-region ses-mail-from-wrong-suffix ses-mail-held ses-mail-passes ses-mail-passes-at-least ses-mail-passes-by-one ses-mail-refused ses-mail-unaligned ses-mail-unknown ses-mail-waits ses-mail-would-pass ses-not-verified ses-override-unsigned ses-production ses-receives ses-receives-absent ses-receives-mail-manager ses-receives-unknown-region ses-receives-wrong-suffix ses-region-newer ses-regions-alike ses-regions-keys ses-regions-unknown ses-replica ses-replica-failed ses-replica-of-byodkim ses-replica-of-replica ses-review-denied ses-review-pending ses-sandbox ses-sandbox-likely ses-sending-paused ses-signing-disabled ses-signing-off ses-strict-dkim ses-strict-spf ses-tenant-disabled ses-tenant-disabled-other ses-tenant-impact ses-tenant-ok ses-tenant-reinstated ses-tokens-repeated spf-alias spf-amazon-workmail spf-amazonses-unused spf-anyone spf-anyone-through spf-authorised spf-continued spf-dangling spf-duplicate-lookup spf-duplicate-term spf-further-fault spf-google-netblocks spf-host-bits spf-included-fault spf-included-near-miss spf-included-syntax spf-ip6-mapped spf-ip6-mapped-wide spf-lookups spf-lookups-at-limit spf-lookups-lower-bound spf-lookups-over-limit spf-macro-p spf-mailbox-host-left-out spf-mailbox-host-not-named spf-mailbox-host-unknown spf-many-addresses spf-merged-records spf-misread-term spf-missing spf-missing-parked spf-near-miss spf-near-miss-beside spf-neutral-all spf-no-all spf-null-mx-senders spf-odd-name spf-ptr spf-redirect-ignored spf-reserved-range spf-same-policy-twice spf-selected spf-sender-id spf-several spf-syntax spf-syntax-more spf-syntax-split spf-target-address spf-target-unusable spf-term-covered spf-term-void spf-terms-after-all spf-terms-unreachable spf-tree-permerror spf-tree-unknown spf-txt-over-1232 spf-txt-over-450 spf-txt-over-512 spf-type99 spf-type99-differs spf-type99-only spf-unknown spf-void-idle spf-void-over-limit spf-void-over-limit-family spf-void-queries spf-void-risk zone-agrees zone-answer-unknown zone-large-answer-missing zone-ns-alias zone-ns-dangling zone-ns-lame zone-ns-silent zone-ns-single zone-ns-unknown zone-record-not-everywhere zone-serials-differ zone-servers-differ zone-unknown" ;;
        "help") words="check fix apply wait spf dmarc dkim ses message explain run scripts version help" ;;
        "ses regions") words="af-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2" ;;
    esac
    [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -F _sesame_arguments -o bashdefault -o default sesame
