//! How texts become the terms of the index: exact words, folded words, pairs of folded words, whole values.
//!
//! Owns the names by which `petition.json` and the schema call the analyzers. The words and keys are those of
//! `domain::syllable`; a query makes its terms with the same functions, so both sides always agree.
//! Registered after every opening of an index, because the library forgets them.

use tantivy::Index;
use tantivy::tokenizer::{
    RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};

use crate::domain::syllable::{self, Key};

/// Words with their letters and tone.
pub(super) const EXACT: &str = "vi_exact";
/// Words without marks.
pub(super) const FOLDED: &str = "vi_folded";
/// Pairs of neighbouring words without marks.
pub(super) const BIGRAM: &str = "vi_bigram";
/// The value as it is.
pub(super) const WHOLE: &str = "whole";

/// Makes the analyzers known to an index.
pub(super) fn register(index: &Index) {
    add_to(index.tokenizers());
}

/// Puts the analyzers among those that are known by name.
pub(super) fn add_to(known: &TokenizerManager) {
    known.register(EXACT, TextAnalyzer::from(Words { key: Key::Exact }));
    known.register(FOLDED, TextAnalyzer::from(Words { key: Key::Folded }));
    known.register(BIGRAM, TextAnalyzer::from(Pairs));
    known.register(WHOLE, TextAnalyzer::from(RawTokenizer::default()));
}

/// The pair of two folded words, as a term.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

#[derive(Clone)]
struct Words {
    key: Key,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { text, from: 0, key: self.key, token: Token::default() }
    }
}

struct WordStream<'a> {
    text: &'a str,
    from: usize,
    key: Key,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = syllable::next_word(self.text, self.from) else { return false };
        self.from = word.end;
        self.token.text.clear();
        syllable::write_key(word.raw, self.key, &mut self.token.text);
        (self.token.offset_from, self.token.offset_to) = (word.start, word.end);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct Pairs;

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        PairStream { text, from: 0, second: 0, start: 0, token: Token::default() }
    }
}

struct PairStream<'a> {
    text: &'a str,
    from: usize,
    /// Where the second word begins in the token: it is the first of the next pair.
    second: usize,
    /// Where the word that is now second begins in the text.
    start: usize,
    token: Token,
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        if self.token.text.is_empty() {
            let Some(first) = syllable::next_word(self.text, 0) else { return false };
            syllable::write_key(first.raw, Key::Folded, &mut self.token.text);
            (self.from, self.start) = (first.end, first.start);
        } else {
            self.token.text.drain(..self.second);
        }
        let Some(word) = syllable::next_word(self.text, self.from) else { return false };
        self.token.text.push(' ');
        self.second = self.token.text.len();
        syllable::write_key(word.raw, Key::Folded, &mut self.token.text);
        (self.token.offset_from, self.token.offset_to) = (self.start, word.end);
        (self.from, self.start) = (word.end, word.start);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(mut analyzer: TextAnalyzer, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        analyzer.token_stream(text).process(&mut |token| out.push(token.text.clone()));
        out
    }

    #[test]
    fn terms_of_a_text() {
        let text = "Tổ 5, Lý Hoà";
        assert_eq!(
            terms(TextAnalyzer::from(Words { key: Key::Exact }), text),
            ["tô3", "5", "li1", "hoa2"]
        );
        assert_eq!(
            terms(TextAnalyzer::from(Words { key: Key::Folded }), text),
            ["to", "5", "li", "hoa"]
        );
        assert_eq!(terms(TextAnalyzer::from(Pairs), text), ["to 5", "5 li", "li hoa"]);
        assert_eq!(terms(TextAnalyzer::from(Pairs), "một"), [""; 0]);
        assert_eq!(terms(TextAnalyzer::from(Pairs), "…"), [""; 0]);
    }
}
