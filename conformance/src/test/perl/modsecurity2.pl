#!/usr/bin/perl
# Reads a test file of ModSecurity 2 (a list of Perl hashes) for the runner in Java.
#
#   modsecurity2.pl dump FILE               prints its cases as JSON; bytes are in base64
#   modsecurity2.pl check FILE N RESPONSE   looks whether case N (from 1) is content with the answer in the file RESPONSE and the logs
#                                           that AUDIT_LOG, DEBUG_LOG and ERROR_LOG name; prints what it is not content with
#
# The files ask their surroundings through %ENV, and call a few functions of the suite's own driver; those they call are here, written
# anew. Needs the Perl that Debian's base system has (perl-modules for JSON::PP), and no LWP.
use strict;
use warnings;
use JSON::PP;
use MIME::Base64;

# what the cases ask of HTTP::Request and HTTP::Response
package HTTP::Request {
    sub new {
        my ($class, $method, $uri, $headers, $content) = @_;
        return bless { method => $method, uri => $uri, headers => $headers || [], content => $content // '' }, $class;
    }
}

package HTTP::Response {
    sub parse {
        my ($class, $text) = @_;
        my ($head, $content) = split /\r?\n\r?\n/, $text, 2;
        return bless { text => $text, head => $head // '', content => $content // '' }, $class;
    }
    sub code { return $_[0]{head} =~ m{^HTTP/\S+\s+(\d+)} ? $1 : 0 }
    sub content { return $_[0]{content} }
    sub as_string { (my $text = $_[0]{text}) =~ s/\r\n/\n/g; return $text }
    sub header {
        my ($self, $name) = @_;
        return $self->{head} =~ m/^\Q$name\E:[ \t]*([^\r\n]*)/mi ? $1 : undef;
    }
}

package main;

our (%opt, %FILE, %C);

sub msg { print STDERR join('', map { $_ // '' } @_), "\n" }
sub vrb { }
sub dbg { }

# a request that is indented in the test file: the first line's indentation is taken off, lines end in CRLF
sub normalize_raw_request_data {
    my ($text) = @_;
    $text =~ s/\A[ \t]*\r?\n//;
    my ($indent) = $text =~ m/\A([ \t]*)/;
    $text =~ s/^$indent//mg;
    $text =~ s/(\r?\n)[ \t]+\z/$1/;
    $text =~ s/(?<!\r)\n/\r\n/g;
    return $text;
}

# chunks of the size, as Transfer-Encoding: chunked has them
sub encode_chunked {
    my ($data, $size) = @_;
    $size ||= 128;
    my $out = '';
    for (my $at = 0; $at < length $data; $at += $size) {
        my $chunk = substr $data, $at, $size;
        $out .= sprintf("%x\r\n", length $chunk) . "$chunk\r\n";
    }
    return "${out}0\r\n\r\n";
}

sub slurp {
    my ($file) = @_;
    open my $in, '<:raw', $file or return '';
    local $/;
    my $text = <$in>;
    close $in;
    return $text // '';
}

sub encode_bytes {
    my ($text) = @_;
    $text = "$text";
    utf8::encode($text) unless utf8::downgrade($text, 1);
    return encode_base64($text, '');
}

sub match_log {
    my ($name, $pattern) = @_;
    my $log = slurp($ENV{ uc($name) . '_LOG' } // '');
    return unless defined $pattern;
    return $log =~ m/$pattern/m ? $& : undef;
}

sub match_file {
    my ($file, $pattern) = @_;
    return slurp($file) =~ m/$pattern/m ? $& : undef;
}

sub match_response {
    my ($what, $answer, $pattern) = @_;
    my $text = $what eq 'status' ? $answer->code : $what eq 'content' ? $answer->content : $answer->as_string;
    return $text =~ m/$pattern/m ? $& : undef;
}

sub cases {
    my ($file) = @_;
    my $text = slurp($file);
    no strict;
    no warnings;
    my @cases = eval "package main; ($text\n)";
    die "$file: $@" if $@;
    return grep { ref eq 'HASH' } @cases;
}

# an expectation may be one for each web server
sub here {
    my ($wanted) = @_;
    return ref $wanted eq 'HASH' ? $wanted->{apache} : $wanted;
}

sub dump_cases {
    my @out;
    for my $case (cases($_[0])) {
        my %one = map { $_ => $case->{$_} } grep { defined $case->{$_} && !ref $case->{$_} } qw(type name comment ret);
        for my $bytes (qw(param input output)) {
            $one{$bytes} = encode_bytes($case->{$bytes}) if defined $case->{$bytes};
        }
        my $conf = $case->{conf};
        $conf = eval { $conf->() } if ref $conf eq 'CODE';
        $one{conf} = encode_bytes($conf) if defined $conf;
        $one{prerun} = JSON::PP::true if defined $case->{prerun};
        my $request = $case->{request};
        if (defined $request) {
            $request = eval { $request->() } if ref $request eq 'CODE';
            $one{follows} = JSON::PP::true if ref $request && $request->{method} =~ m/^(?:GET|HEAD)$/;
            $one{agent} = JSON::PP::true if ref $request;
            $one{request} = encode_bytes(ref $request ? wire($request) : $request) if defined $request;
        }
        push @out, \%one;
    }
    print JSON::PP->new->ascii->canonical->encode(\@out);
}

# as LWP sends it
sub wire {
    my ($request) = @_;
    my ($path) = $request->{uri} =~ m{^\w+://[^/?]*(.*)}s;
    $path = '/' if !defined $path || $path eq '';
    my @headers = @{ $request->{headers} };
    my %given = map { lc $headers[ $_ * 2 ] => 1 } 0 .. @headers / 2 - 1;
    my $text = "$request->{method} $path HTTP/1.1\r\nTE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\n";
    $text .= "Host: $ENV{SERVER_NAME}:$ENV{SERVER_PORT}\r\n" unless $given{host};
    $text .= "User-Agent: $ENV{USER_AGENT}\r\n" unless $given{'user-agent'};
    while (@headers) {
        my ($name, $value) = splice @headers, 0, 2;
        $text .= "$name: $value\r\n" if defined $value;
    }
    $text .= 'Content-Length: ' . length($request->{content}) . "\r\n"
        if length $request->{content} && !$given{'content-length'};
    return "$text\r\n$request->{content}";
}

sub check {
    my ($file, $number, $response) = @_;
    my $case = (cases($file))[ $number - 1 ];
    my $answer = HTTP::Response->parse(slurp($response));
    for my $key (sort keys %{ $case->{match_response} || {} }) {
        my ($not, $what) = $key =~ m/^(-?)(.*)$/;
        my $pattern = here($case->{match_response}{$key});
        next unless defined $pattern;
        my $found = match_response($what, $answer, $pattern);
        return "response $what " . (defined $found ? 'matches' : 'does not match') . " $pattern: " . $answer->code
            if ($not ? defined $found : !defined $found);
    }
    if (defined $case->{test}) {
        my $result = eval { $case->{test}->() };
        return "its own test fails: " . ($@ || 'it returned ' . ($result // 'nothing')) if $@ || !defined $result || $result;
    }
    for my $key (sort keys %{ $case->{match_log} || {} }) {
        my ($not, $what) = $key =~ m/^(-?)(.*)$/;
        my $pattern = here($case->{match_log}{$key});
        next unless defined $pattern;
        my $found = match_log($what, $pattern->[0]);
        return "$what log " . (defined $found ? 'matches' : 'does not match') . " $pattern->[0]"
            if ($not ? defined $found : !defined $found);
    }
    for my $key (sort keys %{ $case->{match_file} || {} }) {
        my ($not, $what) = $key =~ m/^(-?)(.*)$/;
        my $found = match_file($what, $case->{match_file}{$key});
        return "file $what " . (defined $found ? 'matches' : 'does not match')
            if ($not ? defined $found : !defined $found);
    }
    return '';
}

binmode STDOUT;
my $command = shift // '';
if ($command eq 'dump') { dump_cases(@ARGV) }
elsif ($command eq 'check') { my $fault = check(@ARGV); utf8::encode($fault); print $fault }
else { die "usage: modsecurity2.pl dump FILE | check FILE N RESPONSE\n" }
