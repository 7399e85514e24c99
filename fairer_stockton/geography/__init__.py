"""Geography: which neighbourhoods each area holds, on which map."""
