# Makes golden/survey_respondents.csv and golden/survey_answers_r.csv with R's survey package, as an independent answer.
# Run from this folder: Rscript make_survey_answers.R. Last run with R 4.2.2 and survey 4.1.1.
suppressMessages(library(survey))
set.seed(20210901)

rows <- do.call(rbind, lapply(1:6, function(s) {
  clusters <- c(4, 3, 5, 1, 2, 4)[s]
  do.call(rbind, lapply(1:clusters, function(c) {
    n <- sample(4:8, 1)
    data.frame(stratum = s, psu = c, weight = round(runif(n, 0.5, 3), 3), population = c(40, 12, 25, 9, 8, 30)[s],
               area = sample(0:2, n, replace = TRUE),
               q1 = rbinom(n, 1, 0.15 + 0.1 * s), q2 = rbinom(n, 1, 0.5), hours = round(rnorm(n, 20 + 2 * s, 6), 1))
  }))
}))
rows$q2[sample(nrow(rows), 12)] <- NA
write.csv(rows, "../golden/survey_respondents.csv", row.names = FALSE, na = "")

designs <- list(
  clustered_adjust = list("adjust", function() svydesign(~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)),
  clustered_average = list("average", function() svydesign(~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)),
  clustered_certainty = list("certainty", function() svydesign(~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)),
  finite_adjust = list("adjust", function() svydesign(~psu, strata = ~stratum, weights = ~weight, fpc = ~population, data = rows, nest = TRUE)),
  stratified = list("fail", function() svydesign(~1, strata = ~stratum, weights = ~weight, data = rows)),
  unstratified = list("fail", function() svydesign(~1, weights = ~weight, data = rows)))

answers <- NULL
for (name in names(designs)) {
  options(survey.lonely.psu = designs[[name]][[1]])
  whole <- designs[[name]][[2]]()
  for (question in c("q1", "q2", "hours")) for (k in 0:2) {
    part <- whole[which(rows$area == k & !is.na(rows[[question]])), ]
    f <- as.formula(paste0("~", question))
    m <- svymean(f, part, deff = "replace")
    one <- data.frame(design = name, question = question, area = k, value = coef(m)[[1]], se = sqrt(vcov(m)[1]),
                      deff = deff(m)[[1]], degrees = degf(part), base = nrow(part))
    for (method in c("beta", "logit")) for (level in c(0.95, 0.998)) {
      limits <- if (question == "hours") confint(m, level = level, df = degf(part))
                else attr(svyciprop(f, part, method = method, level = level), "ci")
      one[[paste0(method, "_lower_", level)]] <- limits[[1]]
      one[[paste0(method, "_upper_", level)]] <- limits[[2]]
    }
    answers <- rbind(answers, one)
  }
}
answers[sapply(answers, is.double)] <- lapply(answers[sapply(answers, is.double)], function(x) sprintf("%.12g", x))
write.csv(answers, "../golden/survey_answers_r.csv", row.names = FALSE, quote = FALSE)
