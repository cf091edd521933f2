import { expect, test } from 'vitest'
import { matchRoute } from '#lib/portal/management-api/match-route'

test.each([
  ['GET', '/teams', 'listTeams', {}],
  ['POST', '/teams', 'createTeam', {}],
  ['GET', '/teams/team_1/balance', 'getBalance', { team_id: 'team_1' }],
  ['PUT', '/models/a%2Fb', 'putModel', { model: 'a/b' }],
  ['GET', '/models/a%2Fprices/prices', 'listPrices', { model: 'a/prices' }],
  ['GET', '/reports/trial-balance', 'getTrialBalance', {}],
])('%s %s is %s', (method, path, operationId, params) => {
  expect(matchRoute(method, path)).toMatchObject({ kind: 'route', route: { operationId }, params })
})

test.each(['', '/', '/teams/', '//teams', '/teams/a/b', '/models/', '/%', '/teams/%ff', '/constructor', '/teams/a/balance/'])(
  '%j is unknown',
  (path) => {
    expect(matchRoute('GET', path)).toEqual({ kind: 'unknown_path' })
  },
)

test('a method that a path does not answer to is told which it does', () => {
  expect(matchRoute('PATCH', '/models/x')).toEqual({ kind: 'wrong_method', allow: 'GET, PUT' })
  expect(matchRoute('get', '/teams')).toEqual({ kind: 'wrong_method', allow: 'GET, POST' })
})
