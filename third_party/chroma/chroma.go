// Package chroma has the names of chroma that glamour uses, and no lexers and no styles: code is printed without
// colours. See README.md.
package chroma

// TokenType is a kind of words in code.
type TokenType int

// The kinds that glamour names.
const (
	Background TokenType = iota
	Text
	Error
	Comment
	CommentPreproc
	Keyword
	KeywordReserved
	KeywordNamespace
	KeywordType
	Operator
	Punctuation
	Name
	NameBuiltin
	NameTag
	NameAttribute
	NameClass
	NameConstant
	NameDecorator
	NameException
	NameFunction
	NameOther
	Literal
	LiteralNumber
	LiteralDate
	LiteralString
	LiteralStringEscape
	GenericDeleted
	GenericEmph
	GenericInserted
	GenericStrong
	GenericSubheading
)

// StyleEntries say how kinds of words look.
type StyleEntries map[TokenType]string

// Style is a set of looks, none of which is used.
type Style struct{ Name string }

// MustNewStyle makes a style.
func MustNewStyle(name string, _ StyleEntries) *Style { return &Style{Name: name} }
