import { layoutWithWords } from '#ui/client-messages'

export default layoutWithWords('logs', 'requestStatus', 'snippets')
