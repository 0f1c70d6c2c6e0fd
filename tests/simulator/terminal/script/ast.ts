import type { Value } from './value.js'

/** Line and column from 1, as error messages give them. */
export interface Place {
  readonly line: number
  readonly column: number
}

export type Node =
  | { readonly kind: 'value'; readonly value: Value }
  /** A word without quotes: its text for menu commands, a typed value elsewhere. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly parts: readonly (string | Node)[] }
  | { readonly kind: 'variable'; readonly name: string; readonly at: Place }
  /** A property of the item that a `where` looks at. */
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'command'; readonly statement: Statement }
  | { readonly kind: 'array'; readonly items: readonly ArrayItem[] }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Node
      readonly right: Node
    }
  | Block

export interface ArrayItem {
  readonly key: string | undefined
  readonly value: Node
}

export interface Block {
  readonly kind: 'block'
  readonly body: readonly Statement[]
}

interface Arguments {
  readonly at: Place
  readonly unnamed: readonly Node[]
  readonly named: Readonly<Record<string, Node>>
}

/** `:put …` */
export interface GlobalCall extends Arguments {
  readonly kind: 'global'
  readonly name: string
}

/** `/ip/pool/add …` */
export interface MenuCall extends Arguments {
  readonly kind: 'menu'
  readonly menu: string
  readonly command: string
  readonly flags: readonly string[]
  /** Arguments named with a leading `!`. */
  readonly unset: readonly string[]
  readonly where: Node | undefined
  /** Where each named argument stands. */
  readonly places: Readonly<Record<string, Place>>
}

/** `$myFunction a=1` */
export interface FunctionCall extends Arguments {
  readonly kind: 'call'
  readonly name: string
}

export type Statement =
  | GlobalCall
  | MenuCall
  | FunctionCall
  | Block
  /** A line such as `/ip hotspot`, which only changes the menu. */
  | { readonly kind: 'enter'; readonly menu: string }
  | { readonly kind: 'expression'; readonly node: Node }
