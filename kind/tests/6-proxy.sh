# shellcheck shell=bash
# Maven behind a proxy: .mvn/proxy turns the environment's variables into Java's.
begin 'a proxy for Maven'

options() { out=$(env -i PATH="$PATH" "$@" "$root/.mvn/proxy" 2>&1); }

options
check 'no proxy: no options' test -z "$out"
options HTTPS_PROXY=http://proxy.corp:3128/ NO_PROXY='localhost, .corp'
check 'https' said '-Dhttps\.proxyHost=proxy\.corp -Dhttps\.proxyPort=3128 '
check 'serves http too' said '-Dhttp\.proxyHost=proxy\.corp -Dhttp\.proxyPort=3128 '
check 'without a proxy' said '-Dhttp\.nonProxyHosts=localhost\|\*\.corp '
check 'Maven reads them' said '-Daether\.connector\.http\.useSystemProperties=true'
options http_proxy=http://joe:secret@10.0.0.1
check 'no port' said '-Dhttps\.proxyHost=10\.0\.0\.1 -Dhttps\.proxyPort=80 '
check 'names what it ignores' said "proxy's user and password are ignored"
check 'and never prints it' test "${out#*secret}" = "$out"

run build-images HTTPS_PROXY=http://proxy.corp:3128
check 'docker passes it on by name' called 'build .*--build-arg HTTPS_PROXY --build-arg HTTP_PROXY --build-arg NO_PROXY'
