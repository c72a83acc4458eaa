//! Every string a person reads comes from the catalogue, and nothing lies there unread.

use std::collections::BTreeSet;

use stairwell::locales;

use super::none;
use super::source::{Source, Token, shipped, tokens, under};

/// Endings of file names, which look like keys: `import.json`.
const FILES: &[&str] = &[
    "css", "csv", "html", "js", "json", "md", "png", "rs", "svg", "txt", "wasm",
];
/// Attributes that are read out or shown.
const READ_OUT: &[&str] = &[
    "label",
    "title",
    "placeholder",
    "alt",
    "description",
    "valuetext",
];

/// The strings of `source`, and the keys between `{{` and `}}` of a page.
fn strings(source: &Source) -> Vec<(String, usize)> {
    if source.path.ends_with(".rs") {
        let texts = tokens(&source.text).into_iter();
        return texts
            .filter_map(|(token, line)| match token {
                Token::Text(text) => Some((text, line)),
                _ => None,
            })
            .collect();
    }
    let after = source.text.split("{{").skip(1);
    after
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(key, _)| (key.to_string(), 0))
        .collect()
}

/// Strings shaped like a key of the catalogue that are none of `keys`.
fn unknown(source: &Source, keys: &BTreeSet<&str>) -> Vec<String> {
    let parts: BTreeSet<_> = keys
        .iter()
        .filter_map(|key| key.split('.').next())
        .collect();
    let shaped = |text: &str| {
        let mut pieces = text.split('.');
        let known = pieces.next().is_some_and(|part| parts.contains(part));
        let rest: Vec<_> = pieces.collect();
        known
            && !rest.is_empty()
            && rest.iter().all(|piece| {
                !piece.is_empty()
                    && piece
                        .bytes()
                        .all(|b| b == b'_' || b.is_ascii_alphanumeric())
            })
            && !rest.last().is_some_and(|last| FILES.contains(last))
    };
    strings(source)
        .into_iter()
        .filter(|(text, _)| shaped(text) && !keys.contains(text.as_str()))
        .map(|(text, line)| format!("{}:{line} {text} is not in the catalogue", source.path))
        .collect()
}

/// Keys that no source names, whole or by the beginning of a `format!` (`outcomes.{}`).
fn unused(sources: &[Source], keys: &BTreeSet<&str>) -> Vec<String> {
    let named: BTreeSet<String> = sources
        .iter()
        .flat_map(strings)
        .map(|(text, _)| text)
        .collect();
    let beginnings: Vec<&str> = named
        .iter()
        .filter_map(|text| text.split_once('{'))
        .map(|(beginning, _)| beginning)
        .filter(|beginning| beginning.contains('.') && !beginning.contains(' '))
        .collect();
    keys.iter()
        .filter(|key| !named.contains(**key))
        .filter(|key| {
            !beginnings
                .iter()
                .any(|beginning| key.starts_with(beginning))
        })
        .map(|key| format!("nothing names {key} of the catalogue"))
        .collect()
}

/// Strings in `view!` that a person would read, and styles that the security policy refuses.
fn hard_coded(source: &Source) -> Vec<String> {
    let tokens = tokens(&source.text);
    let mut complaints = Vec::new();
    let mut depth = 0_usize;
    let mut views: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        let (token, line) = &tokens[at];
        match token {
            Token::Open(_) => {
                depth += 1;
                if at >= 2 && called(&tokens, at) == Some("view") {
                    views.push(depth);
                }
            }
            Token::Close(_) => {
                if views.last() == Some(&depth) {
                    views.pop();
                }
                depth -= 1;
            }
            _ if views.is_empty() => {}
            Token::Text(text) if visible(&tokens, at, text) => complaints.push(format!(
                "{}:{line} \"{text}\" is read by people: it belongs in the catalogue",
                source.path
            )),
            Token::Name(name) if bare_text(&tokens, at) => complaints.push(format!(
                "{}:{line} {name} is read by people: it belongs in the catalogue",
                source.path
            )),
            Token::Name(name) if name == "style" && follows(&tokens, at, '=') => {
                complaints.push(format!(
                    "{}:{line} style= is refused by the security policy: use a class, or style:",
                    source.path
                ));
            }
            _ => {}
        }
    }
    complaints
}

/// The macro whose arguments open at `at`.
fn called(tokens: &[(Token, usize)], at: usize) -> Option<&str> {
    match (&tokens[at - 2].0, &tokens[at - 1].0) {
        (Token::Name(name), Token::Mark('!')) => Some(name),
        _ => None,
    }
}

fn follows(tokens: &[(Token, usize)], at: usize, mark: char) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|(token, _)| *token == Token::Mark(mark))
}

/// As a child: anything with a letter. As an attribute: what is read out. In code: a sentence.
fn visible(tokens: &[(Token, usize)], at: usize, text: &str) -> bool {
    let letters = text.chars().any(char::is_alphabetic);
    let sentence = text.contains(' ') && text.starts_with(char::is_uppercase);
    match tokens[..at] {
        [.., (Token::Mark('>'), _)] => letters,
        [.., (Token::Name(ref name), _), (Token::Mark('='), _)] => {
            letters && READ_OUT.contains(&name.as_str())
        }
        _ => sentence,
    }
}

/// `<p>Hello</p>`: a name straight after a tag and straight before the next.
fn bare_text(tokens: &[(Token, usize)], at: usize) -> bool {
    let after_tag = at > 0 && tokens[at - 1].0 == Token::Mark('>');
    let end = tokens[at..]
        .iter()
        .position(|(token, _)| !matches!(token, Token::Name(_)))
        .map_or(tokens.len(), |names| at + names);
    after_tag && follows(tokens, end, '/') && tokens[end].0 == Token::Mark('<')
}

fn everything() -> Vec<Source> {
    let mut sources = shipped("src");
    sources.extend(under("public", &[".html", ".webmanifest"]));
    sources
}

#[test]
fn every_key_named_is_in_the_catalogue() {
    let keys = locales::keys().collect();
    let sources = everything();
    none(
        sources
            .iter()
            .flat_map(|source| unknown(source, &keys))
            .collect(),
    );
}

#[test]
fn every_key_of_the_catalogue_is_named() {
    none(unused(&everything(), &locales::keys().collect()));
}

#[test]
fn views_hold_no_words_of_their_own() {
    none(shipped("src").iter().flat_map(hard_coded).collect());
}

fn rust(text: &str) -> Source {
    Source {
        path: "a.rs".to_string(),
        text: text.to_string(),
    }
}

#[test]
fn a_key_that_is_not_there_is_noticed() {
    let keys = BTreeSet::from(["app.name", "import.done"]);
    let found = unknown(
        &rust("f(t!(\"app.nme\"), \"import.done\", \"import.json\")"),
        &keys,
    );
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_key_that_nothing_names_is_noticed() {
    let keys = BTreeSet::from(["app.name", "outcomes.spoke", "errors.gone"]);
    let sources = [rust(
        "f(format!(\"outcomes.{}\", outcome), \"app.name\", \"a {b}\")",
    )];
    let found = unused(&sources, &keys);
    assert_eq!(found, ["nothing names errors.gone of the catalogue"]);
}

#[test]
fn words_in_a_view_are_noticed() {
    for text in [
        "view! { <p>\"Hello\"</p> }",
        "view! { <p>Hello there</p> }",
        "view! { <p aria-label=\"door\"></p> }",
        "view! { <p>{format!(\"Saved on {}\", when)}</p> }",
        "view! { <p style=\"color:red\"></p> }",
        "view! { <p>{move || view! { <b>\"Go\"</b> }}</p> }",
    ] {
        assert_eq!(hard_coded(&rust(text)).len(), 1, "{text}");
    }
    let fine = "let a = \"Hello there\"; view! { <p class=\"door big\" id=name>{t!(\"a.b\")}\
                \" · \"{count}<For each=rows key=|row| row.id let:row><i/></For></p> }";
    assert!(
        hard_coded(&rust(fine)).is_empty(),
        "{:?}",
        hard_coded(&rust(fine))
    );
}
