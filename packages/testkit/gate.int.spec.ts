import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { openGate, type Gate } from './gate.ts'

const echoes: Server[] = []
let gate: Gate

/** Answers everything with its own name before it. */
async function startEcho(name: string): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).on('data', (text) => socket.write(`${name}:${text.toString()}`)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  echoes.push(server)
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

before(async () => {
  gate = await openGate({ port: 0, targets: [await startEcho('a'), await startEcho('b')] })
})
after(async () => {
  await gate.close()
  for (const server of echoes) server.close()
})

const dial = (): Socket => connect({ port: gate.port, host: '127.0.0.1' }).on('error', () => undefined)

/** Whether it was ended or broken. */
const gone = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString()
}

test('those behind a gate take turns, and whoever is gone is passed over', async () => {
  const [one, other] = [dial(), dial()]
  assert.deepEqual([await say(one, 'x'), await say(other, 'x')].toSorted(), ['a:x', 'b:x'])
  echoes.pop()?.close()
  for (const socket of [one, other]) socket.destroy()
  for (let nth = 0; nth < 4; nth += 1) {
    const socket = dial()
    assert.equal(await say(socket, 'y'), 'a:y')
    socket.destroy()
  }
})

test('what was sent while a gate was stalled arrives when it is mended, to a connection of before and to a new one', async () => {
  const old = dial()
  assert.equal(await say(old, '1'), 'a:1')
  gate.stall()
  const fresh = dial()
  const answers = Promise.all([say(old, '2'), say(fresh, '3')])
  assert.equal(await Promise.race([answers, sleep(200, 'nothing')]), 'nothing')
  gate.mend()
  assert.deepEqual(await answers, ['a:2', 'a:3'])
  old.destroy()
  fresh.destroy()
})

test('a cut breaks what is open and refuses what comes, until it is mended', async () => {
  const old = dial()
  await say(old, '1')
  gate.cut()
  await gone(old)
  const refused = dial()
  await gone(refused)
  gate.mend()
  const fresh = dial()
  assert.equal(await say(fresh, '2'), 'a:2')
  fresh.destroy()
})
