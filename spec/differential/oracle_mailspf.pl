#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Zones as JSON lines in (generate.lua), Mail::SPF's results out; it sees the zone, never a network.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;

package ZoneResolver;

sub new {
    my ($class, $zone) = @_;
    my $self = bless { records => {}, exists => {}, failures => {}, error => 'NOERROR' }, $class;
    $self->{failures}{$_} = 1 for @{ $zone->{failures} };
    for my $record (@{ $zone->{records} }) {
        my ($name, $type, @data) = @$record;
        push @{ $self->{records}{"$name/$type"} }, \@data;
        for (my $n = $name; $n ne ''; $n =~ s/^[^.]*\.?//) { $self->{exists}{$n} = 1 }
    }
    return $self;
}

sub errorstring { return $_[0]{error} }

sub rr {
    my ($name, $type, @data) = @_;
    my %fields = (A => ['address'], AAAA => ['address'], PTR => ['ptrdname'], TXT => ['txtdata'],
        MX => [ 'preference', 'exchange' ]);
    my %value;
    @value{ @{ $fields{$type} } } = @data;
    return Net::DNS::RR->new(name => $name, type => $type, ttl => 60, %value);
}

sub send {
    my ($self, $name, $type) = @_;
    $name = lc $name;
    $name =~ s/\.$//;
    $self->{error} = 'NOERROR';
    if ($self->{failures}{$name}) {
        $self->{error} = 'SERVFAIL';
        return undef;
    }
    my $packet = Net::DNS::Packet->new($name, $type);
    $packet->header->qr(1);
    for my $data (@{ $self->{records}{"$name/$type"} || [] }) {
        $packet->push(answer => rr($name, $type, @$data));
    }
    $packet->header->rcode('NXDOMAIN') unless $self->{exists}{$name};
    return $packet;
}

package main;

sub evaluate {
    my ($server, $address, $sender, $helo) = @_;
    my $result = eval {
        my $request = Mail::SPF::Request->new(versions => [1], scope => 'mfrom',
            identity => $sender, ip_address => $address, helo_identity => $helo);
        my $got = $server->process($request);
        [ $got->code, $got->text ];
    };
    return $result || [ 'crash', "$@" ];
}

$| = 1;
while (my $line = <STDIN>) {
    my $zone = JSON::PP::decode_json($line);
    my $server = Mail::SPF::Server->new(dns_resolver => ZoneResolver->new($zone), hostname => 'receiver.test',
        query_rr_types => Mail::SPF::Server->query_rr_type_txt);
    my @results = map { evaluate($server, @$_) } @{ $zone->{queries} };
    print JSON::PP::encode_json({ id => $zone->{id}, results => \@results }), "\n";
}
