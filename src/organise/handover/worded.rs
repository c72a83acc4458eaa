//! What names a party or a vote in the words of what would go along. The committee is of all residents, so such
//! words stay, and whoever packs is told of them, to word them anew. A place's name cannot stay, since homes hang
//! on it, nor can that of who held it, since residents are told: these go along as they are, and are shown before.

use super::Holder;
use crate::canvass::giveaways::Giveaways;

/// Something that stays because its words name a party or a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// An issue, with all that hangs on it, by its name.
    Issue(String),
    /// A demand, with what came of it.
    Demand(String),
    /// A structure test, by what it asked.
    Test(String),
    /// Words about how to get in, or a code that is none.
    Access(String),
    /// Who trained or saw whom, by a name that says more than a name.
    Training(String),
    /// How a home is held.
    Tenure(String),
    /// How to reach somebody, by the words beside it or in it.
    Person(String),
}

/// A name whose words may be those of a party, and which goes along all the same: a street may be called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Who held it, or how to reach them.
    Holder(String),
    /// An estate.
    Estate(String),
    /// A block.
    Block(String),
    /// A stair.
    Stair(InBlock),
    /// An entrance that doors are shown under.
    Entrance(InBlock),
    /// A door.
    Door(InBlock),
}

/// A name within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InBlock {
    /// The name.
    pub words: String,
    /// The block's.
    pub block: String,
}

/// Looks at words before they are packed.
pub(super) struct Wording<'a> {
    party: &'a Giveaways,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) named: Vec<Named>,
}

impl<'a> Wording<'a> {
    /// By the words that give a party away, in whatever languages.
    pub(super) fn new(party: &'a Giveaways) -> Wording<'a> {
        Wording {
            party,
            left_out: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Whether words name a party or a vote.
    pub(super) fn is_party(&self, words: &str) -> bool {
        self.party.are_in(words)
    }

    /// Whether these words go along; told, where they do not: once, wherever they stand.
    pub(super) fn keeps(&mut self, words: &str, of: fn(String) -> LeftOut) -> bool {
        let is_party = self.is_party(words);
        if is_party {
            self.leaves_out(of(words.to_string()));
        }
        !is_party
    }

    /// Whether what stands as all of these goes along; told of the first that does not.
    pub(super) fn keeps_all(&mut self, words: [&str; 2], of: fn(String) -> LeftOut) -> bool {
        words.into_iter().all(|words| self.keeps(words, of))
    }

    pub(super) fn leaves_out(&mut self, left: LeftOut) {
        if !self.left_out.contains(&left) {
            self.left_out.push(left);
        }
    }

    /// Shows a name that goes along.
    pub(super) fn shows(&mut self, words: &str, of: impl Fn(String) -> Named) {
        if self.is_party(words) {
            let named = of(words.to_string());
            if !self.named.contains(&named) {
                self.named.push(named);
            }
        }
    }

    /// Shows a name within a block.
    pub(super) fn shows_in(&mut self, block: &str, words: &str, of: fn(InBlock) -> Named) {
        self.shows(words, |words| {
            let block = block.to_string();
            of(InBlock { words, block })
        });
    }

    /// Shows who held it.
    pub(super) fn shows_holder(&mut self, from: &Holder) {
        for words in [&from.group, &from.contact] {
            self.shows(words, Named::Holder);
        }
    }
}
