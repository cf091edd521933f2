import { describe, expect, it } from 'vitest'
import { splitStatements } from '#scripts/split-statements'

describe('splitStatements', () => {
  const cases: [string, string, string[]][] = [
    ['ends statements at semicolons', 'select 1; select 2;', ['select 1', 'select 2']],
    ['keeps a last statement without semicolon', 'select 1;\nselect 2', ['select 1', 'select 2']],
    ['leaves semicolons in texts alone', "select 'a;b', 'it''s;'; select 2", ["select 'a;b', 'it''s;'", 'select 2']],
    ['reads backslashes only in escape texts', "select e'\\';'; select '\\'; select 3", ["select e'\\';'", "select '\\'", 'select 3']],
    ['leaves quoted names alone', 'select 1 as "a;b"; select 2', ['select 1 as "a;b"', 'select 2']],
    ['leaves function bodies alone', 'do $$ begin; end; $$; select $a$;$b$;$a$', ['do $$ begin; end; $$', 'select $a$;$b$;$a$']],
    ['does not take parameters for quotes', 'prepare p as select $1; select 2', ['prepare p as select $1', 'select 2']],
    ['leaves comments alone', '-- a;b\nselect 1 /* ; /* ; */ ; */; select 2', ['-- a;b\nselect 1 /* ; /* ; */ ; */', 'select 2']],
    ['drops what is only a comment', 'select 1; -- done;\n/* really */ ;', ['select 1']],
    [
      'keeps an atomic body together',
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      ['create function f() returns int begin atomic select case when true then 1 end; select 2; end', 'select 3'],
    ],
    ['survives an unfinished text', "select 'a; b", ["select 'a; b"]],
  ]
  it.each(cases)('%s', (_name, sql, expected) => {
    expect(splitStatements(sql)).toEqual(expected)
  })
})
