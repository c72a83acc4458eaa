//! The rules, as they stand in `rules.txt`.

/// What to break, and who is to find it.
pub struct Broken {
    /// The rule, in a few words.
    pub rule: String,
    /// A test of `tests/it/merging`, as `module::name`.
    pub found_by: String,
    /// What breaks it.
    pub edits: Vec<Edit>,
}

/// Lines of a file of `src/canvass`, and what becomes of them.
pub struct Edit {
    /// The file.
    pub file: String,
    /// Whole lines, each with its end.
    pub was: String,
    /// The same; nothing where they go.
    pub is: String,
}

/// Mutants that `cargo mutants` makes and no test finds, because there is nothing to find; the reason
/// of each stands in docs/reliability.md.
pub const EQUIVALENT: &[&str] = &[];

/// Every rule there is.
///
/// # Errors
/// A sentence, where the list is not of the shape its first lines tell.
pub fn all() -> Result<Vec<Broken>, String> {
    let mut rules: Vec<Broken> = Vec::new();
    let text = include_str!("rules.txt");
    let from = text.find("\nrule ").unwrap_or(0);
    for line in text[from..].lines().filter(|line| !line.is_empty()) {
        if let Some(rule) = line.strip_prefix("rule ") {
            rules.push(Broken {
                rule: rule.to_string(),
                found_by: String::new(),
                edits: Vec::new(),
            });
        } else {
            let rule = rules.last_mut().ok_or("no rule stands first")?;
            take(rule, line)?;
        }
    }
    Ok(rules)
}

/// Takes one more line of a rule.
fn take(rule: &mut Broken, line: &str) -> Result<(), String> {
    if let Some(test) = line.strip_prefix("found by ") {
        rule.found_by = test.to_string();
        return Ok(());
    }
    if let Some(file) = line.strip_prefix("in ") {
        rule.edits.push(Edit {
            file: file.to_string(),
            was: String::new(),
            is: String::new(),
        });
        return Ok(());
    }
    let edit = rule.edits.last_mut().ok_or("lines of no file")?;
    if let Some(was) = line.strip_prefix('-') {
        edit.was.push_str(was);
        edit.was.push('\n');
    } else if let Some(is) = line.strip_prefix('+') {
        edit.is.push_str(is);
        edit.is.push('\n');
    } else {
        return Err(format!("“{}”: what is “{line}”?", rule.rule));
    }
    Ok(())
}
