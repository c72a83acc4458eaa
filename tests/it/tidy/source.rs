//! Sources as the rules read them: tokens rather than text, so that comments and strings are
//! never mistaken for code, and the files' own tests left out.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of the project.
pub struct Source {
    /// From the project's top folder, with forward slashes.
    pub path: String,
    pub text: String,
}

/// Every file under `folder` whose name ends in one of `endings`, in order.
pub fn under(folder: &str, endings: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting = vec![root.join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(Source {
                    path: name.replace('\\', "/"),
                    text: fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The code a browser or an endpoint runs: without test files and folders of them, nor what stands under
/// `#[cfg(test)]` at a file's end.
pub fn shipped(folder: &str) -> Vec<Source> {
    let mut sources = under(folder, &[".rs"]);
    sources.retain(|it| !it.path.ends_with("tests.rs") && !it.path.contains("/tests/"));
    for source in &mut sources {
        if let Some(tests) = source.text.find("#[cfg(test)]\nmod ") {
            source.text.truncate(tests);
        }
    }
    sources
}

/// A token, flattened out of its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Name(String),
    /// A string's contents, escapes as they stand; other literals are left out.
    Text(String),
    Mark(char),
    Open(char),
    Close(char),
}

/// The tokens of `text`, each with its line.
pub fn tokens(text: &str) -> Vec<(Token, usize)> {
    let stream: TokenStream = text.parse().unwrap();
    let mut flat = Vec::new();
    flatten(stream, &mut flat);
    flat
}

fn flatten(stream: TokenStream, flat: &mut Vec<(Token, usize)>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Ident(name) => flat.push((Token::Name(name.to_string()), line)),
            TokenTree::Punct(mark) => flat.push((Token::Mark(mark.as_char()), line)),
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                let text = literal.trim_start_matches(['r', '#']).trim_end_matches('#');
                if let Some(text) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
                    flat.push((Token::Text(text.to_string()), line));
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::None => (' ', ' '),
                };
                flat.push((Token::Open(open), line));
                flatten(group.stream(), flat);
                flat.push((Token::Close(close), group.span_close().start().line));
            }
        }
    }
}

/// Every path the code names, `use` groups taken apart: `use std::{fs, io}` names `std::fs` and
/// `std::io`. `super::` is left off, since what matters comes after it.
pub fn paths(text: &str) -> Vec<(String, usize)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = path_from(&tokens, at, "", &mut found).max(at + 1);
    }
    found
}

/// Reads the path that starts at `at`, if one does, and returns where it ends.
fn path_from(
    tokens: &[(Token, usize)],
    mut at: usize,
    prefix: &str,
    found: &mut Vec<(String, usize)>,
) -> usize {
    let mut path = prefix.to_string();
    let line = tokens[at].1;
    while let Some((Token::Name(name), _)) = tokens.get(at) {
        if !(name == "super" || name == "self") {
            path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}::{name}")
            };
        }
        at += 1;
        let colons = [at, at + 1].map(|at| tokens.get(at).map(|(token, _)| token));
        if colons != [Some(&Token::Mark(':')); 2] {
            found.push((path, line));
            return at;
        }
        at += 2;
        if let Some((Token::Open('{'), _)) = tokens.get(at) {
            return group_from(tokens, at, &path, found);
        }
        // `prelude::*`, `Vec::<u8>::new`: what is named so far.
        if !matches!(tokens.get(at), Some((Token::Name(_), _))) {
            found.push((path, line));
            return at;
        }
    }
    at
}

/// Reads `{a, b::c}` after a path, and returns where it ends.
fn group_from(
    tokens: &[(Token, usize)],
    mut at: usize,
    path: &str,
    found: &mut Vec<(String, usize)>,
) -> usize {
    at += 1;
    while at < tokens.len() && tokens[at].0 != Token::Close('}') {
        at = path_from(tokens, at, path, found).max(at + 1);
    }
    at + 1
}

#[test]
fn comments_and_strings_are_not_code() {
    let found = paths("// std::fs\n/* std::net */ let a = \"std::env\";");
    assert!(found.iter().all(|(path, _)| !path.contains("std")));
}

#[test]
fn groups_are_taken_apart() {
    let found = paths("use std::{fs::{self, File}, net::TcpStream};");
    let found: Vec<_> = found.iter().map(|(path, _)| path.as_str()).collect();
    for path in ["std::fs", "std::fs::File", "std::net::TcpStream"] {
        assert!(found.contains(&path), "{path} in {found:?}");
    }
}
