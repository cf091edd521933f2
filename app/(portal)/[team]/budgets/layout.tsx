import { layoutWithWords } from '#ui/client-messages'

export default layoutWithWords('budgets', 'suggest')
