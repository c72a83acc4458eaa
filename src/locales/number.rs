//! The CLDR plural category of a number, and how it is written, in a language.

use super::Tongue;

/// The browser's own rules: a table for every language would be fetched with the app.
#[cfg(target_arch = "wasm32")]
pub fn category(tongue: Tongue, n: &str) -> String {
    use std::cell::RefCell;

    use js_sys::{Array, Intl, Object};

    thread_local! {
        static RULES: RefCell<Option<(Tongue, Intl::PluralRules)>> = const { RefCell::new(None) };
    }
    // Whole numbers only: reading others is 10 kB of tables, and nothing counts in fractions.
    let n: u32 = n.parse().unwrap_or(u32::MAX);
    RULES.with_borrow_mut(|rules| {
        if !rules.as_ref().is_some_and(|(of, _)| *of == tongue) {
            // A browser without this language's rules takes English's, not those of its own language:
            // English has the two categories that every plural has.
            let tags = Array::of2(&tongue.tag().into(), &"en".into());
            *rules = Some((tongue, Intl::PluralRules::new(&tags, &Object::new())));
        }
        let rules = rules.as_ref().map(|(_, rules)| rules.select(n.into()));
        rules.map_or_else(|| "other".to_string(), String::from)
    })
}

/// The rules by way of `intl_pluralrules`.
#[cfg(not(target_arch = "wasm32"))]
pub fn category(tongue: Tongue, n: &str) -> String {
    use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

    let language: Option<unic_langid::LanguageIdentifier> = tongue.tag().parse().ok();
    let rules = language.and_then(|language| {
        // A table that is compiled in: nothing is read or made for it.
        PluralRules::create(language, PluralRuleType::CARDINAL).ok()
    });
    let category = rules.and_then(|rules| rules.select(n).ok());
    let word = match category {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    };
    word.to_string()
}

/// A whole number as the language writes it, `2,000`; anything else as it is. `locale` is the one that
/// dates are written by, too: it asks for the digits that stand on doors, in every language.
#[cfg(target_arch = "wasm32")]
pub fn written(locale: &str, n: &str) -> String {
    match n.parse::<u32>() {
        // Smaller ones are written the same everywhere.
        Ok(whole) if whole >= 1_000 => {
            let tags = js_sys::Array::of2(&locale.into(), &"en-GB".into());
            let options = js_sys::Object::new();
            let format = js_sys::Intl::NumberFormat::new(&tags, &options).format();
            let text = format.call1(&wasm_bindgen::JsValue::UNDEFINED, &whole.into());
            let text = text.ok().and_then(|text| text.as_string());
            text.unwrap_or_else(|| n.to_string())
        }
        _ => n.to_string(),
    }
}

/// Without a browser, as it is.
#[cfg(not(target_arch = "wasm32"))]
pub fn written(_locale: &str, n: &str) -> String {
    n.to_string()
}
