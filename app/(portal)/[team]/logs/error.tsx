'use client'

export { PageFailure as default } from '#ui/page-failure'
