// Syntax that any Node of the last ten years can read: an old one must get as far as the sentence below.
var OLDEST = 20
var major = Number(process.versions.node.split('.')[0])

if (major < OLDEST) {
  process.stderr.write(
    'Agora needs Node ' +
      OLDEST +
      ' or newer to start (this is ' +
      process.versions.node +
      '): install it from https://nodejs.org and run the command again.\n',
  )
  process.exit(1)
} else {
  import('./bootstrap.mjs')
    .then(function (module) {
      return module.bootstrap(process.argv.slice(2))
    })
    .then(
      function (code) {
        process.exit(code)
      },
      function (error) {
        process.stderr.write((error.sentence || error.stack || String(error)) + '\n')
        process.exit(1)
      },
    )
}
