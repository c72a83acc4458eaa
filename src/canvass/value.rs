//! What a fact can say where it is not words or a number: which part of an estate is meant, what was
//! answered, and for how long nobody is to knock. Only ever append to these.

use serde::{Deserialize, Serialize};

use super::order;

/// A building, or a street of separate houses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BlockKind {
    /// Dwellings behind shared doors.
    Building,
    /// Doors on the street.
    Street,
}

/// Which part of a block a stair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StairKind {
    /// An entrance of a building.
    Entrance,
    /// A street's odd numbers.
    OddSide,
    /// A street's even numbers.
    EvenSide,
    /// A street's houses that have only names.
    NamedHouses,
}

/// An answer, or the value of a plain fact. Only ever append.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// One of the question's choices, from 0.
    Choice(u16),
    /// Several of the question's choices.
    Choices(Vec<u16>),
    /// 1 to 5.
    Scale(u8),
    /// A number.
    Number(i64),
    /// A few words.
    Words(String),
    /// Yes.
    Yes,
    /// No.
    No,
    /// They would rather not say.
    WouldNotSay,
}

impl Value {
    /// The value in the form two people who mean the same arrive at: choices in order and once,
    /// words without regard to case and spacing. Equal after this is no disagreement.
    pub fn normalised(&self) -> Value {
        match self {
            Value::Choices(choices) => {
                let mut choices = choices.clone();
                order::sort(&mut choices);
                choices.dedup();
                Value::Choices(choices)
            }
            Value::Words(words) => Value::Words(
                words
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .to_lowercase(),
            ),
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_mean_the_same_are_equal_once_normalised() {
        assert_eq!(
            Value::Choices(vec![3, 1, 3]).normalised(),
            Value::Choices(vec![1, 3]).normalised()
        );
        assert_eq!(
            Value::Words("  The  LIFT ".into()).normalised(),
            Value::Words("the lift".into()).normalised()
        );
        assert_ne!(Value::Yes.normalised(), Value::No.normalised());
    }
}
