import { cameByWords, countsWords, type TransferItem, transferLines } from './exchange-words'

const NOW = '2026-03-10T02:00:00.000Z'
const transfer: TransferItem = {
  transferId: `x_${'1'.repeat(20)}`, direction: 'in', court: '甲法院', at: NOW, stands: 'arriving', pieces: { here: 1, of: 3 }, hitch: null, tries: 1, nextAt: null, isTold: false,
}

test('how many came, by which way, and how many were sent back', () => {
  expect(countsWords({ kind: 'nodes', counts: { created: 3, updated: 1, unchanged: 0, refused: 2 } })).toBe('节点：新增 3，更改 1，没有变化 0，退回 2')
  expect(cameByWords({ via: 'drop', name: 'a.json', keyId: 'k1' })).toBe('文件送来：a.json · 密钥 k1')
})

test('where a transfer stands, what it waits for, and whether the other court has answered', () => {
  expect(transferLines(transfer, NOW)).toMatchObject({ title: '来自甲法院 · 没到齐', notes: ['收到 1 份，共 3 份'], isWaiting: false })
  expect(transferLines({ ...transfer, pieces: { here: 3, of: 3 } }, NOW).title).toBe('来自甲法院 · 校验中')
  expect(transferLines({ ...transfer, stands: 'refused', pieces: null }, NOW)).toMatchObject({ notes: ['对方还没有回执'], isWaiting: true })
  expect(transferLines({ ...transfer, stands: 'taken', pieces: null, isTold: true }, NOW)).toMatchObject({ notes: ['对方已回执'], isWaiting: false })
  const waits = transferLines({ ...transfer, direction: 'out', stands: 'sent', hitch: 'folder' }, NOW)
  expect([waits.isWaiting, waits.notes.join()]).toEqual([true, expect.stringMatching(/系统管理员.*DROPS_DIR/)])
})
