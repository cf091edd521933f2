import { PolicySkeleton } from '../../_policy/policy-skeleton'

export default PolicySkeleton
