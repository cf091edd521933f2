import { layoutWithWords } from '#ui/client-messages'

export default layoutWithWords('keys', 'snippets')
