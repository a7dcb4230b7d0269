//! How much a database holds, and how fast.

use crate::{cfn::rds as cfn, value::Size};

/// The volume of an instance: gp3.
#[derive(Debug, Clone, Copy)]
pub(super) struct Storage {
    pub(super) allocated: Size,
    pub(super) growth: Growth,
    pub(super) iops: Option<u32>,
    pub(super) throughput: Option<u32>,
}

/// Up to what it grows by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Growth {
    Twice,
    UpTo(Size),
    Never,
}

/// RDS stripes larger volumes, which have their own numbers: [storage types].
///
/// [storage types]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
const STRIPED_FROM: u64 = 400;
const LEAST_GIB: u64 = 20;
const MOST_GIB: u64 = 65_536;
const STRIPED_IOPS: u32 = 12_000;
const STRIPED_THROUGHPUT: u32 = 500;

impl Default for Storage {
    fn default() -> Self {
        let allocated = Size::gibibytes(100);
        Self { allocated, growth: Growth::Twice, iops: None, throughput: None }
    }
}

impl Storage {
    /// What is wrong with it, if anything is: the setter, and the reason.
    pub(super) fn flaw(self) -> Option<(&'static str, String)> {
        let Some(allocated @ LEAST_GIB..=MOST_GIB) = self.allocated.as_gibibytes() else {
            let reason =
                format!("must be {LEAST_GIB} to {MOST_GIB} whole GiB, got {}", self.allocated);
            return Some(("storage", reason));
        };
        if let Growth::UpTo(most) = self.growth {
            // RDS wants a tenth more, at least.
            let least = (allocated * 11).div_ceil(10);
            if !most
                .as_gibibytes()
                .is_some_and(|most| (least..=MOST_GIB).contains(&most))
            {
                let reason = format!("must be {least} to {MOST_GIB} whole GiB, got {most}");
                return Some(("max_storage", reason));
            }
        }
        let numbers = [
            ("iops", self.iops, STRIPED_IOPS, 64_000, "IOPS"),
            (
                "throughput_mib_per_second",
                self.throughput,
                STRIPED_THROUGHPUT,
                4_000,
                "MiB a second",
            ),
        ];
        for (setter, given, least, most, unit) in numbers {
            let Some(given) = given else { continue };
            if allocated < STRIPED_FROM {
                let reason = format!(
                    "must be left out below {STRIPED_FROM} GiB of storage, where gp3 always has \
                     3000 IOPS and 125 MiB a second, got {given} with {allocated} GiB"
                );
                return Some((setter, reason));
            }
            if !(least..=most).contains(&given) {
                return Some((setter, format!("must be {least} to {most} {unit}, got {given}")));
            }
        }
        let (iops, throughput) = self.speed().unwrap_or((STRIPED_IOPS, STRIPED_THROUGHPUT));
        (iops / 4 < throughput).then(|| {
            let reason = format!(
                "must be at most a quarter of the IOPS, {} with {iops}, got {throughput}",
                iops / 4
            );
            ("throughput_mib_per_second", reason)
        })
    }

    /// Sets it on an instance.
    pub(super) fn apply(self, instance: cfn::DbInstance) -> cfn::DbInstance {
        let allocated = self.allocated.as_gibibytes().unwrap_or_default();
        let mut instance = instance
            .storage_type("gp3")
            .allocated_storage(allocated.to_string());
        if let Some(most) = self.max_allocated() {
            instance = instance.max_allocated_storage(most);
        }
        // Below 400 GiB, and only there, RDS refuses to be told.
        if let Some((iops, throughput)) = self.speed() {
            instance = instance.iops(iops).storage_throughput(throughput);
        }
        instance
    }

    /// How many GiB it grows to, if it grows.
    pub(super) fn max_allocated(self) -> Option<i64> {
        let allocated = self.allocated.as_gibibytes().unwrap_or_default();
        let most = match self.growth {
            Growth::Twice => (allocated * 2).min(MOST_GIB),
            Growth::UpTo(most) => most.as_gibibytes().unwrap_or_default(),
            Growth::Never => return None,
        };
        i64::try_from(most).ok().filter(|_| allocated < most)
    }

    /// Both numbers as soon as one is given, since RDS wants both.
    fn speed(self) -> Option<(u32, u32)> {
        self.iops.or(self.throughput)?;
        Some((self.iops.unwrap_or(STRIPED_IOPS), self.throughput.unwrap_or(STRIPED_THROUGHPUT)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::rds::DatabaseInstanceBuilder, prelude::*, testing};

    fn refusal(
        set: impl FnOnce(DatabaseInstanceBuilder<'_>) -> DatabaseInstanceBuilder<'_>,
    ) -> String {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            set(DatabaseInstance::builder("Orders", &vpc)).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn rejects_storage_that_gp3_does_not_have() {
        let gib = Size::gibibytes;
        insta::assert_snapshot!(refusal(|orders| orders.storage(gib(10))), @"`storage` of `Test/Orders` must be 20 to 65536 whole GiB, got 10 GiB");
        insta::assert_snapshot!(refusal(|orders| orders.storage(gib(70_000))), @"`storage` of `Test/Orders` must be 20 to 65536 whole GiB, got 70000 GiB");
        insta::assert_snapshot!(refusal(|orders| orders.max_storage(gib(105))), @"`max_storage` of `Test/Orders` must be 110 to 65536 whole GiB, got 105 GiB");
        insta::assert_snapshot!(refusal(|orders| orders.iops(3_000)), @"`iops` of `Test/Orders` must be left out below 400 GiB of storage, where gp3 always has 3000 IOPS and 125 MiB a second, got 3000 with 100 GiB");
        insta::assert_snapshot!(refusal(|orders| orders.throughput_mib_per_second(500)), @"`throughput_mib_per_second` of `Test/Orders` must be left out below 400 GiB of storage, where gp3 always has 3000 IOPS and 125 MiB a second, got 500 with 100 GiB");
        insta::assert_snapshot!(refusal(|orders| orders.storage(gib(400)).iops(3_000)), @"`iops` of `Test/Orders` must be 12000 to 64000 IOPS, got 3000");
        insta::assert_snapshot!(refusal(|orders| {
            orders.storage(gib(400)).throughput_mib_per_second(3_500)
        }), @"`throughput_mib_per_second` of `Test/Orders` must be at most a quarter of the IOPS, 3000 with 12000, got 3500");
    }
}
