# Makes golden/classical_answers_r.csv with base R: known functions where R has one, else the published formula in plain
# loops, written apart from the package it checks. Run from this folder: Rscript make_classical_answers.R
# Last run with R 4.2.2. Inputs are the columns in1, in2 …; lists are separated by spaces.
set.seed(31)
out <- NULL
add <- function(what, inputs, ...) {
  text <- vapply(inputs, function(x) paste(format(x, digits = 15, trim = TRUE, scientific = FALSE), collapse = " "), "")
  text <- c(text, rep("", 4 - length(text)))
  out <<- rbind(out, data.frame(what = what, in1 = text[1], in2 = text[2], in3 = text[3], in4 = text[4],
                                t(vapply(list(...), function(x) sprintf("%.12g", x), ""))))
}
levels <- c(0.95, 0.998)

for (case in list(c(48, 10000), c(0, 20), c(20, 20), c(1, 29), c(81, 263), c(3, 7))) {   # score interval
  ci <- lapply(levels, function(l) prop.test(case[1], case[2], conf.level = l, correct = FALSE)$conf.int)
  add("wilson", as.list(case), case[1] / case[2], ci[[1]][1], ci[[1]][2], ci[[2]][1], ci[[2]][2])
}
for (x in c(0, 1, 2, 5, 9)) {                                                          # exact Poisson
  ci <- lapply(levels, function(l) poisson.test(x, conf.level = l)$conf.int)
  add("poisson", list(x), x, ci[[1]][1], ci[[1]][2], ci[[2]][1], ci[[2]][2])
}
byar <- function(x, l) {
  z <- qnorm(1 - (1 - l) / 2)
  c(x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
}
limits <- function(x, l) if (x < 10) as.numeric(poisson.test(x, conf.level = l)$conf.int) else byar(x, l)
for (x in c(10, 11, 65, 1234)) add("poisson", list(x), x, byar(x, 0.95)[1], byar(x, 0.95)[2], byar(x, 0.998)[1], byar(x, 0.998)[2])

esp <- c(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)
stopifnot(sum(esp) == 100000)
for (case in 1:3) {                                                                    # standardised rate
  people <- round(runif(19, 400, 3000)); cases <- rpois(19, people * seq(0.0005, 0.02, length.out = 19) * c(0.3, 1, 3)[case])
  value <- 0; variance <- 0
  for (i in 1:19) {
    value <- value + esp[i] * cases[i] / people[i]
    variance <- variance + esp[i]^2 * cases[i] / people[i]^2
  }
  value <- value / sum(esp); variance <- variance / sum(esp)^2; o <- sum(cases)
  ci <- lapply(levels, function(l) value + sqrt(variance / o) * (limits(o, l) - o))
  add("dsr", list(cases, people), value * 1e5, ci[[1]][1] * 1e5, ci[[1]][2] * 1e5, ci[[2]][1] * 1e5, ci[[2]][2] * 1e5)
}

value <- c(70.5, 71.6, 72.5, 73.5, 73.1, 76.2, 78.7, 80.6, 80.9, 80)                    # slope index: lm with weights
error <- c(0.23, 0.26, 0.3, 0.16, 0.79, 0.78, 0.4, 0.28, 0.23, 0.35)
people <- c(21675, 20065, 19750, 24713, 20112, 19618, 22408, 19752, 18939, 19312)
fit <- function(y) { a <- people / sum(people); b <- cumsum(a) - a / 2; coef(lm(I(sqrt(a) * y) ~ 0 + sqrt(a) + I(sqrt(a) * b))) }
both <- fit(value)
spread <- sqrt(sum(vapply(1:10, function(i) fit(replace(rep(0, 10), i, 1))[2] * error[i], 0)^2))
z <- qnorm(1 - (1 - levels) / 2)
add("slope", list(value, error, people), both[[2]], both[[2]] - z[1] * spread, both[[2]] + z[1] * spread,
    both[[2]] - z[2] * spread, both[[2]] + z[2] * spread)
both <- fit(log(value))
add("slope_log", list(value, people), exp(both[[1]] + both[[2]]) - exp(both[[1]]), exp(both[[2]]), both[[1]], 0, 0)

starts <- c(0, 1, seq(5, 85, 5))                                                       # life table of 19 bands, by loops
pop <- c(2600, 10400, 13000, 12800, 12000, 11500, 12500, 13100, 12700, 12000, 12900, 14000, 13800, 12100, 10500, 9800, 7000, 4500, 3600)
dth <- c(9, 2, 1, 0, 4, 6, 8, 12, 17, 24, 39, 58, 92, 131, 180, 262, 320, 355, 560)
n <- c(diff(starts), NA); a <- c(0.1, rep(0.5, 18)); l <- 1; L <- q <- l0 <- numeric(19)
for (i in 1:19) {
  m <- dth[i] / pop[i]; l0[i] <- l
  if (i == 19) { q[i] <- 1; L[i] <- l / m } else {
    q[i] <- n[i] * m / (1 + n[i] * m * (1 - a[i])); L[i] <- n[i] * (l * (1 - q[i]) + a[i] * l * q[i]); l <- l * (1 - q[i])
  }
}
e <- vapply(1:19, function(i) sum(L[i:19]) / l0[i], 0)
W <- vapply(1:19, function(i) if (i == 19) (l0[i] / 2)^2 * 4 / (dth[i] * (dth[i] / pop[i])^2) else if (dth[i] == 0) 0 else
  l0[i]^2 * ((1 - a[i]) * n[i] + e[i + 1])^2 * q[i]^2 * (1 - q[i]) / dth[i], 0)
for (i in c(1, 15)) {
  se <- sqrt(sum(W[i:19]) / l0[i]^2)
  add("life_85", list(dth, pop, starts[i]), e[i], e[i] - z[1] * se, e[i] + z[1] * se, e[i] - z[2] * se, e[i] + z[2] * se)
}
names(out) <- c("what", "in1", "in2", "in3", "in4", "value", "lower_95", "upper_95", "lower_998", "upper_998")
write.csv(out, "../golden/classical_answers_r.csv", row.names = FALSE, quote = FALSE)
