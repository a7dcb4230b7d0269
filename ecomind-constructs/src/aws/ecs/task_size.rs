//! What a task of Fargate may have.

use std::fmt;

use crate::value::Size;

/// The processors and memory of a task on Fargate, in one of the pairs that there are.
///
/// A thousand and twenty-four CPU units are one processor.
///
/// ```
/// use ecomind_constructs::{aws::ecs::TaskSize, value::Size};
///
/// let size = TaskSize::new(512, Size::gibibytes(2)).expect("a pair that there is");
/// assert_eq!(size.to_string(), "512 CPU units and 2 GiB");
/// ```
///
/// AWS: [task CPU and memory](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskSize {
    cpu: u32,
    memory: Size,
}

/// Processors and memory that no task of Fargate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskSizeError {
    cpu: u32,
    memory: Size,
}

/// The memory that goes with some processors, in mebibytes.
enum Memory {
    Each(&'static [u64]),
    Steps { from: u64, to: u64, step: u64 },
}

const GIB: u64 = 1024;

const SIZES: [(u32, Memory); 8] = [
    (256, Memory::Each(&[512, GIB, 2 * GIB])),
    (512, Memory::Steps { from: GIB, to: 4 * GIB, step: GIB }),
    (1_024, Memory::Steps { from: 2 * GIB, to: 8 * GIB, step: GIB }),
    (2_048, Memory::Steps { from: 4 * GIB, to: 16 * GIB, step: GIB }),
    (4_096, Memory::Steps { from: 8 * GIB, to: 30 * GIB, step: GIB }),
    (8_192, Memory::Steps { from: 16 * GIB, to: 60 * GIB, step: 4 * GIB }),
    (16_384, Memory::Steps { from: 32 * GIB, to: 120 * GIB, step: 8 * GIB }),
    (32_768, Memory::Each(&[60 * GIB, 120 * GIB, 244 * GIB])),
];

impl TaskSize {
    /// The smallest: a quarter of a processor and 512 MiB.
    pub const SMALLEST: Self = Self { cpu: 256, memory: Size::mebibytes(512) };

    /// The pair of these CPU units and this memory, if there is one.
    ///
    /// In a constant it is the compiler that refuses it.
    pub const fn new(cpu: u32, memory: Size) -> Result<Self, TaskSizeError> {
        let mut at = 0;
        while at < SIZES.len() {
            if SIZES[at].0 == cpu && SIZES[at].1.has(memory.as_mebibytes()) {
                return Ok(Self { cpu, memory });
            }
            at += 1;
        }
        Err(TaskSizeError { cpu, memory })
    }

    /// The CPU units.
    #[must_use]
    pub const fn cpu(self) -> u32 {
        self.cpu
    }

    /// The memory.
    #[must_use]
    pub const fn memory(self) -> Size {
        self.memory
    }
}

impl TryFrom<(u32, Size)> for TaskSize {
    type Error = TaskSizeError;

    fn try_from((cpu, memory): (u32, Size)) -> Result<Self, TaskSizeError> {
        Self::new(cpu, memory)
    }
}

impl fmt::Display for TaskSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} CPU units and {}", self.cpu, self.memory)
    }
}

impl Memory {
    const fn has(&self, mebibytes: u64) -> bool {
        match self {
            Self::Each(all) => {
                let mut at = 0;
                while at < all.len() {
                    if all[at] == mebibytes {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            Self::Steps { from, to, step } => {
                *from <= mebibytes && mebibytes <= *to && mebibytes.is_multiple_of(*step)
            }
        }
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Each(all) => {
                for (index, mebibytes) in all.iter().enumerate() {
                    let separator = match index {
                        0 => "",
                        _ if index + 1 == all.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{separator}{}", size(*mebibytes))?;
                }
                Ok(())
            }
            Self::Steps { from, to, step } => {
                write!(f, "{} to {} in steps of {}", size(*from), size(*to), size(*step))
            }
        }
    }
}

fn size(mebibytes: u64) -> Size {
    Size::mebibytes(u32::try_from(mebibytes).unwrap_or(u32::MAX))
}

impl fmt::Display for TaskSizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, memory } = self;
        if let Some((_, allowed)) = SIZES.iter().find(|(known, _)| known == cpu) {
            return write!(f, "must have {allowed} of memory with {cpu} CPU units, got {memory}");
        }
        let known: Vec<String> = SIZES.iter().map(|(cpu, _)| cpu.to_string()).collect();
        write!(f, "must have one of {} CPU units, got {cpu}", known.join(", "))
    }
}

impl std::error::Error for TaskSizeError {}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: TaskSize = match TaskSize::new(512, Size::gibibytes(1)) {
        Ok(size) => size,
        Err(_) => panic!("no such size"),
    };

    /// How many there are, by the table of AWS.
    #[test]
    fn every_pair_is_known() {
        assert_eq!(SMALL.to_string(), "512 CPU units and 1 GiB");
        let count = |cpu: u32| {
            let sizes = (512..=256 * 512).step_by(512);
            sizes
                .filter(|mebibytes| TaskSize::new(cpu, Size::mebibytes(*mebibytes)).is_ok())
                .count()
        };
        let counts = SIZES.map(|(cpu, _)| count(cpu));
        assert_eq!(counts, [3, 4, 7, 13, 23, 12, 12, 2]);
        // 244 GiB is beyond those counted.
        assert!(TaskSize::new(32_768, Size::gibibytes(244)).is_ok());
    }

    #[test]
    fn rejects_sizes_that_there_are_not() {
        let refusal = |cpu, memory| TaskSize::new(cpu, memory).expect_err("refused").to_string();
        insta::assert_snapshot!(refusal(300, Size::gibibytes(1)), @"must have one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units, got 300");
        insta::assert_snapshot!(refusal(256, Size::gibibytes(4)), @"must have 512 MiB, 1 GiB or 2 GiB of memory with 256 CPU units, got 4 GiB");
        insta::assert_snapshot!(refusal(512, Size::mebibytes(1536)), @"must have 1 GiB to 4 GiB in steps of 1 GiB of memory with 512 CPU units, got 1536 MiB");
        insta::assert_snapshot!(refusal(16_384, Size::gibibytes(36)), @"must have 32 GiB to 120 GiB in steps of 8 GiB of memory with 16384 CPU units, got 36 GiB");
    }
}
