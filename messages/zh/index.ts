import account from './account.json' with { type: 'json' }
import audit from './audit.json' with { type: 'json' }
import auth from './auth.json' with { type: 'json' }
import balance from './balance.json' with { type: 'json' }
import brand from './brand.json' with { type: 'json' }
import budgets from './budgets.json' with { type: 'json' }
import catalogue from './catalogue.json' with { type: 'json' }
import channels from './channels.json' with { type: 'json' }
import chart from './chart.json' with { type: 'json' }
import clientTools from './clientTools.json' with { type: 'json' }
import connect from './connect.json' with { type: 'json' }
import credit from './credit.json' with { type: 'json' }
import errors from './errors.json' with { type: 'json' }
import failure from './failure.json' with { type: 'json' }
import firstSteps from './firstSteps.json' with { type: 'json' }
import home from './home.json' with { type: 'json' }
import invalid from './invalid.json' with { type: 'json' }
import invite from './invite.json' with { type: 'json' }
import keys from './keys.json' with { type: 'json' }
import keyStatus from './keyStatus.json' with { type: 'json' }
import logs from './logs.json' with { type: 'json' }
import managementKeys from './managementKeys.json' with { type: 'json' }
import modelPage from './modelPage.json' with { type: 'json' }
import models from './models.json' with { type: 'json' }
import notFound from './notFound.json' with { type: 'json' }
import operator from './operator.json' with { type: 'json' }
import operatorHome from './operatorHome.json' with { type: 'json' }
import outbox from './outbox.json' with { type: 'json' }
import overview from './overview.json' with { type: 'json' }
import palette from './palette.json' with { type: 'json' }
import playground from './playground.json' with { type: 'json' }
import policy from './policy.json' with { type: 'json' }
import priceField from './priceField.json' with { type: 'json' }
import priceKind from './priceKind.json' with { type: 'json' }
import refused from './refused.json' with { type: 'json' }
import requests from './requests.json' with { type: 'json' }
import requestStatus from './requestStatus.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import snippets from './snippets.json' with { type: 'json' }
import start from './start.json' with { type: 'json' }
import suggest from './suggest.json' with { type: 'json' }
import system from './system.json' with { type: 'json' }
import table from './table.json' with { type: 'json' }
import team from './team.json' with { type: 'json' }
import teamCredit from './teamCredit.json' with { type: 'json' }
import teams from './teams.json' with { type: 'json' }
import ui from './ui.json' with { type: 'json' }
import usage from './usage.json' with { type: 'json' }
import users from './users.json' with { type: 'json' }
import webhooks from './webhooks.json' with { type: 'json' }
export default {
  account,
  audit,
  auth,
  balance,
  brand,
  budgets,
  catalogue,
  channels,
  chart,
  clientTools,
  connect,
  credit,
  errors,
  failure,
  firstSteps,
  home,
  invalid,
  invite,
  keys,
  keyStatus,
  logs,
  managementKeys,
  modelPage,
  models,
  notFound,
  operator,
  operatorHome,
  outbox,
  overview,
  palette,
  playground,
  policy,
  priceField,
  priceKind,
  refused,
  requests,
  requestStatus,
  shell,
  snippets,
  start,
  suggest,
  system,
  table,
  team,
  teamCredit,
  teams,
  ui,
  usage,
  users,
  webhooks,
}
