#!/bin/sh
# Installs takeaway from a release archive that was unpacked: run it in the archive's folder.
#   sh install.sh [PREFIX]      PREFIX is $HOME/.local unless given, or /usr/local for root
# Nothing is downloaded and nothing outside of PREFIX is touched. sh install.sh --uninstall [PREFIX] takes it away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
uninstall=
if [ "${1:-}" = --uninstall ]; then
	uninstall=1
	shift
fi
prefix=${1:-}
if [ -z "$prefix" ]; then
	if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix=$HOME/.local; fi
fi
place() { # FILE BELOW-PREFIX MODE
	if [ -n "$uninstall" ]; then
		rm -f "$prefix/$2"
		return
	fi
	mkdir -p "$(dirname "$prefix/$2")"
	cp "$here/$1" "$prefix/$2.new"
	chmod "$3" "$prefix/$2.new"
	mv -f "$prefix/$2.new" "$prefix/$2" # a takeaway that runs keeps its file
}
[ -f "$here/takeaway" ] || {
	echo "install.sh: no program takeaway beside this script; unpack a release archive and run it there" >&2
	exit 1
}
place takeaway bin/takeaway 755
for page in "$here"/man/*.1; do
	place "man/$(basename "$page")" "share/man/man1/$(basename "$page")" 644
done
place completions/takeaway.bash share/bash-completion/completions/takeaway 644
place completions/_takeaway share/zsh/site-functions/_takeaway 644
place completions/takeaway.fish share/fish/vendor_completions.d/takeaway.fish 644
if [ -n "$uninstall" ]; then
	echo "removed takeaway from $prefix; your notes stay where they are"
	exit 0
fi
echo "installed $("$prefix/bin/takeaway" version | cut -d' ' -f1,2) in $prefix/bin"
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "add $prefix/bin to your PATH to run it as takeaway" ;;
esac
