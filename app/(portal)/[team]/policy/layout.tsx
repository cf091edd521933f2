import { layoutWithWords } from '#ui/client-messages'

export default layoutWithWords('policy', 'clientTools', 'suggest')
