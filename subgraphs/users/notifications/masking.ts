/** An address or a number as staff see it: enough to recognise one they were told, too little to write to. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  if (at > 0) return `${Array.from(address)[0] ?? ''}***${address.slice(at)}`
  return address.startsWith('usr_') ? address : `***${address.slice(-2)}`
}
