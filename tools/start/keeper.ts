/**
 * A shell script that runs its arguments as a server and sends it the signal when our own end of its standard input closes: when it is stopped, and also when
 * we die. A shell of one megabyte instead of a Node of forty.
 */
export const keeper = (signal: 'INT' | 'TERM'): string =>
  `exec 3<&0; "$@" </dev/null 3<&- & pid=$!; (cat <&3 >/dev/null; kill -${signal} $pid) & watch=$!; exec 3<&-; wait $pid; code=$?; kill $watch 2>/dev/null; exit $code`
