import { describe, expect, it } from 'vitest'
import { isPrivateAddress, lookupPublicAddress } from '#lib/shared/private-address'

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'not an address',
  ])('keeps %s away', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('lets %s through', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })

  it('refuses a name by the address it resolves to', async () => {
    const error = await new Promise((resolve) => lookupPublicAddress('localhost', { all: true }, resolve))
    expect(error).toMatchObject({ code: 'PRIVATE_ADDRESS' })
  })
})
