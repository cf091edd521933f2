import BudgetsLoading from '../budgets/loading'

export default BudgetsLoading
