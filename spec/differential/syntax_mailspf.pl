#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Records as lines of hex in; "ok", or "bad" and what Mail::SPF says of its syntax, out.
use strict;
use warnings;
use Mail::SPF;
use Mail::SPF::v1::Record;

$| = 1;
while (my $line = <STDIN>) {
    chomp $line;
    my $record = eval { Mail::SPF::v1::Record->new_from_string(pack('H*', $line)) };
    my $why = $@ ? (split /\n/, "$@")[0] : '';
    print $record ? "ok\n" : "bad $why\n";
}
